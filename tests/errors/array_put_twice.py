# flags: --at x=f64[n],n=int
def f(x, n):
    xs = [x * 2]
    for i in range(n):
        xs.append(x * i)
    a = x * 1
    xs.append(a)
    xs.append(a)
    xs[n + 1][0] = 5.0
    return sum((v * v).sum() for v in xs)


# error
# tests/errors/array_put_twice.py:9:5: CG030 this may not be written: several places of the list, or several lists, may hold it
#     8 |     xs.append(a)
#     9 |     xs[n + 1][0] = 5.0
#       |     ^
# Put copies into the list.
