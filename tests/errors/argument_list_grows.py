# flags: --at xs=list[float]
def f(xs):
    xs.append(1.0)
    return sum(xs)


# error
# tests/errors/argument_list_grows.py:3:5: CG031 a list that came in as an argument is made longer or shorter
#     2 | def f(xs):
#     3 |     xs.append(1.0)
#       |     ^
# Change a copy: `xs = list(xs)`.
