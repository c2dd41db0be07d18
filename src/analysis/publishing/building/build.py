"""Is there anything to build? Where every input is as it was, that is said at once; else editions are made.

What makes them is imported only then: an answer does not wait for libraries that it does not need.
"""

from __future__ import annotations

from pathlib import Path

from analysis.publishing.building.sweeping import swept
from analysis.publishing.caching import up_to_date
from analysis.publishing.editions import staging
from analysis.publishing.planning.request import Options, Progress, Project, Request, Say


def build(
    project: Project,
    request: Request,
    options: Options,
    *,
    say: Say = print,
    progress: Progress = lambda done, all_: None,
) -> list[Path]:
    """Make and seal the editions asked for; return their folders.

    ``progress`` is told how many steps are done, of how many. Raises ``AnalysisError`` with everything that
    is wrong before anything runs, or, after all other reports are done, with every report that failed;
    editions that these belong to are then left as they were (unless ``options.partial``).
    """
    waiting = f"another build is at work in {project.out}; waiting for it to end"
    with (
        swept(project.out, project.build_cache),
        staging.opened(project.out, waiting=lambda: say(waiting)) as archive,
    ):
        made_from = up_to_date.inputs(project)
        if not options.force and (places := up_to_date.answered(project, request, made_from)):
            say("nothing to do: all is as it should be")
            return places
        from analysis.publishing.building import processes

        with processes.fork_server(archive, wanted=options.warm) as server:  # gets ready beside what follows
            from analysis.publishing.building.rounds import make_editions

            return make_editions(
                archive, project, request, options, server, made_from, say=say, progress=progress
            )
