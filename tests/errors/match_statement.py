# flags: --at x=float
def f(x):
    match x:
        case 0:
            return x
        case _:
            return 2 * x


# error
# tests/errors/match_statement.py:3:5: CG060 `match` is not supported here
#     2 | def f(x):
#     3 |     match x:
#       |     ^
# Write `if`, `elif` and `else`.
