class Body:
    def __init__(self, position):
        self.position = position


def f(x):
    body, bodies = Body(x[0]), []
    for _ in x:
        bodies.append(body)
    bodies[0].position = 2.0
    return sum(body.position for body in bodies)


# error
# tests/errors/object_in_two_places.py:10:5: CG030 this may not be written: several places of the list, or several lists, may hold it
#     9 |         bodies.append(body)
#    10 |     bodies[0].position = 2.0
#       |     ^
# Put copies into the list.
