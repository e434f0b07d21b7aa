# flags: --at x=float
def f(x):
    import os.path as p
    from json import loads

    return x * p.sep


# error
# tests/errors/module_attribute.py:6:12: CG012 `os.path.sep` is used as a number
#     6 |     return x * p.sep
#       |            ^
# Pass it as a parameter.
