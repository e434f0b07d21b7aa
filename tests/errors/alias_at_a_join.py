# flags: --at y=f64[n],z=f64[n],c=bool
def f(y, z, c):
    x = y if c else z
    x[0] = 5
    return y[0]
