# flags: --at xs=list[float]
# arguments: [1.0, 3.0, 2.0]
# arguments: [2.0]
def best(xs):
    best = None
    for x in xs:
        y = x * x
        if best is None or y > best:
            best = y
    return best


# output
