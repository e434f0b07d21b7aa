# flags: --at x=float
async def f(x):
    async for y in x:
        x = x + y
    return x


# error
# tests/errors/async_for.py:2:1: CG920 'f' is an async function
#     1 | # flags: --at x=float
#     2 | async def f(x):
#       | ^
# Name a plain `def`.
