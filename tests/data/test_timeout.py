"""What would never end is stopped by the processor's time, in the main thread; signals are as before."""

import re
import signal
import threading

import pytest

from analysis.data.timeout import cpu_time_limited


def test_a_search_without_end_is_stopped() -> None:
    former = signal.getsignal(signal.SIGVTALRM)
    with pytest.raises(TimeoutError), cpu_time_limited(0.05):
        re.fullmatch("(a+)+", "a" * 60 + "!")
    assert signal.getsignal(signal.SIGVTALRM) == former
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


def test_what_ends_in_time_is_left_alone_in_any_thread() -> None:
    done = []

    def work() -> None:
        with cpu_time_limited(5):
            done.append(1)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    work()
    assert done == [1, 1]
