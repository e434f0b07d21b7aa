# flags: --at x=float
async def f(x):
    async for y in x:
        x = x + y
    return x


# error
# tests/errors/async_for.py:2:1: CG920 'f' is an async function
# Name a plain `def`.
