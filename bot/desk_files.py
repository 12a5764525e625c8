"""The configuration file from text to desk: read, its names looked up in Slack, applied in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.desk.desk_file import DeskFile, Section
from bot.domain.desk.desk_file_reading import ReadDeskFile, channels_named, read_desk_file
from bot.domain.desk.instants import Clock
from bot.gateways.database import Sessions
from bot.gateways.slack_directory import Directory, read_directory
from bot.gateways.slack_port import SlackPort
from bot.services.billing import configured_subscription
from bot.services.desk import workspaces
from bot.services.desk.configuration import apply_file
from bot.services.desk.configuration_export import export_file
from bot.services.desk.desk_application import DeskApplication
from bot.services.desk.desk_names import people_named, resolve_names
from bot.services.desk.file_parts import FilePart

PARTS: Sequence[FilePart] = (configured_subscription.PART,)
"""What other wings add to the file, in the order in which they are applied."""

SCHEMAS: Mapping[str, type[Section]] = {name: schema for part in PARTS for name, schema in part.schemas.items()}
"""The sections of other wings, by the names that lead there."""


@dataclass(frozen=True)
class Desk:
    """A desk that configuration files are applied to and exported from."""

    sessions: Sessions
    slack: SlackPort
    clock: Clock

    def apply(self, text: str) -> list[str]:
        """Make the desk what `text` says, and return a line for each change. Whoever has to agree to the costs did.

        Raises:
            DeskFileRefused: nothing was changed.
            OutsideFailure: Slack could not be asked for the names; nothing was changed.
        """
        return self._run(text, keep=True).lines

    def diff(self, text: str) -> list[str]:
        """Return the lines `apply` would return, changing nothing. Raises the same."""
        return self._run(text, keep=False).lines

    def costs(self, text: str) -> list[str]:
        """Return a line for each thing `apply` would do that costs money, changing nothing. Raises the same."""
        return self._run(text, keep=False).costs

    def export(self) -> str:
        """Return the configuration file of the desk as it stands."""
        with self.sessions() as session:
            return export_file(session, workspaces.the_workspace(session), PARTS)

    def _run(self, text: str, *, keep: bool) -> DeskApplication:
        read = read_desk_file(text, SCHEMAS)
        resolved = resolve_names(read, self._directory(read))
        with self.sessions() as session:
            workspace = workspaces.the_workspace(session)
            application = apply_file(session, workspace, resolved, now=self.clock(), further=PARTS)
            if keep:
                session.commit()
        return application

    def _directory(self, read: ReadDeskFile) -> Directory:
        return read_directory(
            self.slack,
            channels=[name for _, name, _ in channels_named(read.file)],
            people=[name for _, name in people_named(read.file)],
            with_members=_triage_channels(read.file),
        )


def _triage_channels(file: DeskFile) -> list[str]:
    return [queue.triage_channel for queue in file.queues or () if queue.triage_channel is not None]
