scale = compute()


def f(x: float) -> float:
    return scale * x
