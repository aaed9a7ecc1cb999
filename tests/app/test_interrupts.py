from __future__ import annotations

import signal
import threading

import pytest

from pureml.app.interrupts import Interrupts


def interrupt() -> None:
    signal.raise_signal(signal.SIGINT)


def test_an_interrupt_comes_at_once_where_it_is_allowed() -> None:
    reached: list[str] = []

    def epoch() -> None:
        with interrupts.allowed():
            interrupt()
            reached.append("after")

    with Interrupts() as interrupts, pytest.raises(KeyboardInterrupt):
        epoch()
    assert not reached


def test_an_interrupt_elsewhere_waits_for_the_next_place_where_it_is_allowed() -> None:
    reached: list[str] = []
    with Interrupts() as interrupts:
        interrupt()
        interrupt()
        reached.append("written")
        with pytest.raises(KeyboardInterrupt), interrupts.allowed():
            reached.append("another epoch")
    assert reached == ["written"]


def test_a_second_interrupt_does_not_cut_short_what_follows_the_first() -> None:
    reached: list[str] = []

    def epoch() -> None:
        with interrupts.allowed():
            try:
                interrupt()
            finally:
                interrupt()
                reached.append("cleaned up")

    with Interrupts() as interrupts:
        with pytest.raises(KeyboardInterrupt):
            epoch()
        interrupt()
        reached.append("written")
    assert reached == ["cleaned up", "written"]


def test_without_an_interrupt_nothing_happens() -> None:
    with Interrupts() as interrupts:
        with interrupts.allowed():
            pass
        assert not interrupts.came


def test_afterwards_interrupts_are_what_they_were() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Interrupts():
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) == before


def test_another_thread_may_enter_it() -> None:
    entered: list[bool] = []

    def work() -> None:
        with Interrupts() as interrupts, interrupts.allowed():
            entered.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert entered == [True]
