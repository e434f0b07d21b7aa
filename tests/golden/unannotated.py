# arguments: 3.0, -4.0
# arguments: np.ones((2, 3)), np.ones(3)
# arguments: np.ones((2, 1)), 2.0
def f(x, y):
    return x * y + x
