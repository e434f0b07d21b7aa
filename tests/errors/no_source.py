# flags: --function missing
def f(x):
    return x


# error
# tests/errors/no_source.py:1:1: CG920 there is no function 'missing'
# Defined here: f.
