"""What another day, another machine or a network would change is found, however it is imported."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analysis.publishing.planning.notebooks import Notebook
from analysis.publishing.planning.repeatability import depends_on_nothing_else

Noted = Callable[..., Notebook]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('import pandas as pd\npd.to_datetime("today")', "the clock (to_datetime)"),
        ('import numpy as np\nnp.datetime64("now")', "the clock (datetime64)"),
        ('import pandas as pd\npd.Timestamp("now")', "the clock (Timestamp)"),
        ('import pandas as pd\npd.date_range("2024-01-01", end="Today")', "the clock (date_range)"),
        ("from datetime import datetime\nsince = datetime.now", "the clock (now)"),
        ("import datetime as dt\ndt.date.today()", "the clock (today)"),
        ("import time\ntime.time()", "the clock (time)"),
        ("from time import time as watch\nwatch()", "the clock (time)"),
        ("import random\nrandom.random()", "unseeded chance (random)"),
        ("from random import shuffle\nshuffle([1, 2])", "unseeded chance (shuffle)"),
        ("import random\nrandom.Random()", "unseeded chance (Random)"),
        ("import numpy as np\nnp.random.default_rng()", "unseeded chance (default_rng)"),
        ("import numpy as np\nnp.random.default_rng(None)", "unseeded chance (default_rng)"),
        ("import numpy as np\nnp.random.normal(size=3)", "unseeded chance (normal)"),
        ("dataset.nights.sample(5)", "unseeded chance (sample)"),
        ("from scipy import stats\nstats.norm.rvs(size=3)", "unseeded chance (rvs)"),
        ("from scipy.stats import bootstrap\nbootstrap((x,), sum)", "unseeded chance (bootstrap)"),
        ("import uuid\nuuid.uuid4()", "unseeded chance (uuid.uuid4)"),
        ("import secrets", "unseeded chance (secrets)"),
        ("import requests", "the network (requests)"),
        ("from urllib import request", "the network (urllib.request)"),
        ('import seaborn as sns\nsns.load_dataset("penguins")', "the network (seaborn.load_dataset)"),
        ('import pandas as pd\npd.read_csv("x.csv")', "a reader (read_csv)"),
        ('open(data_dir + "/x.csv")', "a reader (open)"),
        ('from pathlib import Path\nPath("x").read_text()', "a reader (read_text)"),
        ('from pathlib import Path\nPath("x").open()', "a reader (open)"),
        ('import numpy as np\nnp.loadtxt("x")', "a reader (loadtxt)"),
        ("import sqlite3", "a reader (sqlite3)"),
        ("import os\nos.getpid()", "what differs between machines (os)"),
        ("print(__file__)", "what differs between machines (__file__)"),
        ('__import__("time")', "what differs between machines (__import__)"),
    ],
)
def test_each_danger_is_named(noted: Noted, code: str, found: str) -> None:
    [said] = map(str, depends_on_nothing_else(noted(code)))
    assert f"noted.ipynb, cell one (no. 3): holds {found}; " in said


@pytest.mark.parametrize(
    "code",
    [
        "import numpy as np\nrng = np.random.default_rng(1)\nrng.normal(size=3)",
        "import random\nrandom.Random(3).shuffle([1, 2])",
        "dataset.nights.sample(5, random_state=1)",
        'import pandas as pd\npd.to_datetime(as_of), pd.Timestamp("2024-01-01")',
        'dataset.nights["today"].rename("now")',
        "import uuid\nuuid.uuid5(uuid.NAMESPACE_URL, as_of)",
        "from urllib.parse import quote\nquote(as_of)",
        "import datetime as dt\ndt.date.fromisoformat(as_of)",
    ],
)
def test_what_is_the_same_each_time_may_stand(noted: Noted, code: str) -> None:
    assert list(depends_on_nothing_else(noted(code))) == []
