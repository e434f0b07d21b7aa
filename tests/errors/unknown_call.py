import json


def f(x):
    return json.loads(x) * 2
