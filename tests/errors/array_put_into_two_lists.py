# flags: --at x=f64[n],n=int
def f(x, n):
    xs = [x * 2]
    ys = [x * 3]
    for i in range(n):
        xs.append(x * i)
        ys.append(x + i)
    a = x * 1
    xs.append(a)
    ys.append(a)
    ys[n + 1][0] = 5.0
    return sum((v * v).sum() for v in xs)


# error
# tests/errors/array_put_into_two_lists.py:11:5: CG030 this may not be written: several places of the list, or several lists, may hold it
#    10 |     ys.append(a)
#    11 |     ys[n + 1][0] = 5.0
#       |     ^
# Put copies into the list.
