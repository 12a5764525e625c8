"""Uvicorn that ends when it is told to: of its own accord it looks ten times a second whether it shall."""

import asyncio
import socket
from contextlib import suppress

import uvicorn

TICK_SECONDS = 0.1
STEP_SECONDS = 0.005
GRACE_SECONDS = 1.0


class PromptServer(uvicorn.Server):
    """Serves until `end` is called, and gives what is under way `GRACE_SECONDS` to finish."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._ending = asyncio.Event()

    def end(self) -> None:
        """Have it end; to be called in its own loop."""
        self.should_exit = True
        self._ending.set()

    async def main_loop(self) -> None:
        """Tick as often as uvicorn does, until the end."""
        ticks = 0
        while not await self.on_tick(ticks):
            ticks += 1
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ending.wait(), TICK_SECONDS)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take nothing new, wait for what is under way, and give up what takes too long."""
        del sockets  # those of the servers
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        loop = asyncio.get_running_loop()
        deadline = loop.time() + GRACE_SECONDS
        while (self.server_state.connections or self.server_state.tasks) and loop.time() < deadline:
            await asyncio.sleep(STEP_SECONDS)
        for task in self.server_state.tasks:
            task.cancel()
        await self.lifespan.shutdown()
