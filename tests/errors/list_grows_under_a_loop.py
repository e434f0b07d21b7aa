# flags: --at xs=list[float]
def f(xs):
    todo = list(xs)
    s = 0.0
    for x in todo:
        s += x
        if len(todo) < 9:
            todo.append(x)
    return s


# error
# tests/errors/list_grows_under_a_loop.py:5:5: CG036 the list changes its length while a loop runs over it
#     4 |     s = 0.0
#     5 |     for x in todo:
#       |     ^
# Loop over a copy, `for v in list(xs)`, or by place: `while k < len(xs)`.
