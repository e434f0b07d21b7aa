# flags: --wrt a,x
# arguments: 2.0, 1.0, 1e-6
# arguments: 2.0, 5.0, 1e-3
# arguments: 4.0, 2.0, 1e-3
def root(a: float, x: float, tol: float) -> float:
    n = 0
    while n < 50:
        r = x * x - a
        if abs(r) < tol:
            break
        if r > 0:
            x = x - r / (2 * x)
        else:
            x = 0.5 * (x + a / x)
        n += 1
    return x
