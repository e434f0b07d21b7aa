class Body:
    def __init__(self, position):
        self.position = position


def f(x):
    bodies = []
    for v in x:
        bodies.append(Body(v))
    first = bodies[0] if x[0] > 0 else bodies[1]
    bodies[0].position = 2.0
    return first.position * sum(body.position for body in bodies)


# error
# tests/errors/object_in_a_list_by_another_name.py:11:5: CG030 this may not be written: several places of the list, or several lists, may hold it
#    10 |     first = bodies[0] if x[0] > 0 else bodies[1]
#    11 |     bodies[0].position = 2.0
#       |     ^
# Put copies into the list.
