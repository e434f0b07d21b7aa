# flags: --at params={w:float}
def f(params):
    params["v"] = 2 * params["w"]
    return params["v"]


# error
# tests/errors/dict_argument_written.py:3:5: CG031 an item of a list or dict that came in as an argument is replaced
#     2 | def f(params):
#     3 |     params["v"] = 2 * params["w"]
#       |     ^
# Build a new one and return it. Elements of arrays may be assigned.
