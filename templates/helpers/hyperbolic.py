def hyperbolic(x, e):
    """tanh(x) by e = exp(-2 abs(x)), and without e where that would lose digits.

    The quotient of polynomials is that of the Cephes library.
    """
    z = x * x
    p = (z * -0.9643991794250523 - 99.28772310019186) * z - 1614.6876844170845
    q = ((z + 112.81167849163293) * z + 2235.4883906010045) * z + 4844.063053251255
    y = (1.0 - e) / (1.0 + e)
    y = -y if x < 0.0 else y
    return y if abs(x) >= 0.625 else x * (1.0 + z * (p / q))
