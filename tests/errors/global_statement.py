def f(x):
    global total
    total = x
    return total * 2
