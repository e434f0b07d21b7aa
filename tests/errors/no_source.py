# flags: --function missing
def f(x):
    return x
