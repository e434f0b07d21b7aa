def root_value_and_grad(a, x, tol, droot=1.0):
    """Value of `root` and its gradient with respect to (a, x), scaled by `droot`."""
    # forward
    xs = []
    rs = []
    n = 0
    while n < 50:
        r = x * x - a
        if abs(r) < tol:
            break
        xs.append(x)
        rs.append(r)
        if r > 0:
            x = x - r / (2 * x)
        else:
            x = 0.5 * (x + a / x)
        n += 1
    out = x

    # backward
    dx = droot
    da = 0.0
    for x, r in zip(reversed(xs), reversed(rs)):
        if r > 0:
            # backward of: x = x - r / (2 * x)
            dr = -dx / (2 * x)
            dx += dx * r / (2 * x**2)
        else:
            # backward of: x = 0.5 * (x + a / x)
            da += 0.5 * dx / x
            dx = 0.5 * dx * (1 - a / x**2)
            dr = 0.0
        # backward of: r = x * x - a
        dx += 2 * dr * x
        da -= dr
    return out, (da, dx)
