# arguments: 3.0, -4.0
def product(x: float, y: float) -> float:
    return x * y
