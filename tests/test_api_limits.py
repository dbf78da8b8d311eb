"""Buckets by a clock of the test, and places for answers."""

import asyncio

import pytest

from chat.api.limits import Buckets
from chat.api.work import Workers
from corpus.errors import Busy


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_a_minutes_worth_at_once_then_evenly(clock):
    buckets = Buckets(clock)
    assert [buckets.take("a", 60).wait_s for _ in range(61)] == [0] * 60 + [1]
    clock.now = 1.0
    assert [buckets.take("a", 60).wait_s for _ in range(2)] == [0, 1]
    clock.now = 3600.0
    assert buckets.take("a", 60).left == 59


@pytest.mark.parametrize(("per_minute", "wait"), [(1, 60), (6, 10), (60, 1), (6000, 1)])
def test_how_long_to_wait(clock, per_minute, wait):
    buckets = Buckets(clock)
    for _ in range(per_minute):
        assert not buckets.take("a", per_minute).wait_s
    over = buckets.take("a", per_minute)
    assert over.wait_s == wait
    assert over.headers == {
        "RateLimit-Limit": str(per_minute), "RateLimit-Remaining": "0", "RateLimit-Reset": "60",
        "RateLimit-Policy": f"{per_minute};w=60", "Retry-After": str(wait)}
    clock.now += wait
    assert not buckets.take("a", per_minute).wait_s, "the wait that was told is enough"


def test_names_do_not_share_and_looking_costs_nothing(clock):
    buckets = Buckets(clock)
    buckets.take("a", 1)
    assert buckets.take("a", 1).wait_s
    assert not buckets.take("b", 1, cost=0).wait_s
    assert not buckets.take("b", 1).wait_s


def test_a_lower_limit_holds_at_once(clock):
    buckets = Buckets(clock)
    buckets.take("a", 100)
    assert buckets.take("a", 2).left == 1


def test_addresses_without_end_take_no_memory(clock):
    buckets = Buckets(clock, most=10)
    for number in range(1000):
        buckets.take(str(number), 60)
    assert len(buckets._held) == 10


def counting(upto):
    yield from range(upto)


def test_places_are_few_and_come_back():
    async def crowd():
        workers = Workers(1, queue=1, patience_s=0.1)
        first = workers.growing(lambda: counting(3))
        await anext(first)
        assert workers.busy == 1
        with pytest.raises(Busy) as caught:  # waits in vain
            await anext(workers.growing(lambda: counting(3)))
        assert caught.value.detail == "waited too long"
        waiting = asyncio.create_task(anext(workers.growing(lambda: counting(3))))
        await asyncio.sleep(0.01)
        with pytest.raises(Busy) as caught:
            await anext(workers.growing(lambda: counting(3)))
        assert caught.value.detail == "too many wait"
        await first.aclose()
        assert await waiting == 0
    asyncio.run(crowd())


def test_what_is_left_early_is_closed():
    closed = []

    def parts():
        try:
            yield from range(5)
        finally:
            closed.append(True)

    async def leave():
        workers = Workers(1)
        growing = workers.growing(parts)
        await anext(growing)
        await growing.aclose()
        assert (closed, workers.busy) == ([True], 0)
    asyncio.run(leave())


def test_an_error_gives_the_place_back():
    def broken():
        yield 1
        raise Busy("x")

    async def fail():
        workers = Workers(1)
        with pytest.raises(Busy):
            [part async for part in workers.growing(broken)]
        assert workers.busy == 0
    asyncio.run(fail())
