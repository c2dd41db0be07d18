"""Can every word of a figure be read: no text covers another, none runs out of the picture.

Tests of plots ask these two questions of an Axes' whole figure instead of comparing pixels.
"""

from itertools import combinations

from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from analysis.parts.theme import figure_of


def _drawn_texts(ax: Axes) -> list[tuple[str, Bbox]]:
    """Return text and extent (pixels) of each visible, non-empty text, tick labels in view included."""
    figure = figure_of(ax)
    figure.draw_without_rendering()
    hidden = {id(label) for axes in figure.axes for label in _tick_labels_out_of_view(axes)}
    texts = [text for text in figure.findobj(Text) if id(text) not in hidden]
    return [
        (text.get_text(), Text.get_window_extent(text))
        for text in texts
        if text.get_visible() and text.get_text().strip() and _is_shown(text)
    ]


def _is_shown(text: Text) -> bool:
    return text.axes is None or bool(text.axes.get_visible())


def _tick_labels_out_of_view(axes: Axes) -> list[Text]:
    """Return tick labels that matplotlib keeps but does not draw."""
    labels: list[Text] = []
    for axis in (axes.xaxis, axes.yaxis):
        low, high = sorted(axis.get_view_interval())
        for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]:
            if not low <= tick.get_loc() <= high or not axis.get_visible() or not axes.axison:
                labels += [tick.label1, tick.label2]
    return labels


def overlapping_texts(ax: Axes) -> list[tuple[str, str]]:
    """Return the pairs of texts whose extents cover each other by more than a pixel each way."""
    return [
        (one, other)
        for (one, first), (other, second) in combinations(_drawn_texts(ax), 2)
        if min(first.x1, second.x1) - max(first.x0, second.x0) > 1
        and min(first.y1, second.y1) - max(first.y0, second.y0) > 1
    ]


def clipped_texts(ax: Axes) -> list[str]:
    """Return the texts that reach more than a pixel beyond the figure's edge."""
    page = figure_of(ax).bbox
    return [
        text
        for text, box in _drawn_texts(ax)
        if box.x0 < page.x0 - 1 or box.x1 > page.x1 + 1 or box.y0 < page.y0 - 1 or box.y1 > page.y1 + 1
    ]
