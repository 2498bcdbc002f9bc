"""What must outlive the process, in SQLite: the conversations' states and data, as aiogram asks for them."""

import asyncio
import json
from collections.abc import Iterable, Mapping
from typing import Any

import aiosqlite
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, DefaultKeyBuilder, StateType, StorageKey


class Database:
    """One connection, as is usual with aiosqlite; its transactions are kept apart by a lock."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self.connection = connection
        self.lock = asyncio.Lock()

    @classmethod
    async def open(cls, path: str) -> "Database":
        connection = await aiosqlite.connect(path)
        await connection.execute("PRAGMA journal_mode = WAL")
        await connection.execute("PRAGMA synchronous = FULL")
        return cls(connection)

    async def write(self, query: str, values: Iterable[Any] = ()) -> int | None:
        """A transaction of its own; the new row's number."""
        async with self.lock:
            cursor = await self.connection.execute(query, values)
            await self.connection.commit()
            return cursor.lastrowid

    async def read(self, query: str, values: Iterable[Any] = ()) -> Any:
        """The first column of the first row."""
        async with self.connection.execute(query, values) as rows:
            row = await rows.fetchone()
        return row[0] if row else None


class SqliteStorage(BaseStorage):
    def __init__(self, database: Database) -> None:
        self.database = database
        self.keys = DefaultKeyBuilder(with_bot_id=True)

    async def create(self) -> None:
        await self.database.write(
            "CREATE TABLE IF NOT EXISTS fsm (key TEXT PRIMARY KEY, state TEXT, data TEXT)"
        )

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        value = state.state if isinstance(state, State) else state
        await self.database.write(
            "INSERT INTO fsm (key, state) VALUES (?, ?)"
            " ON CONFLICT (key) DO UPDATE SET state = excluded.state",
            (self.keys.build(key), value),
        )

    async def get_state(self, key: StorageKey) -> str | None:
        query = "SELECT state FROM fsm WHERE key = ?"
        return await self.database.read(query, (self.keys.build(key),))

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        await self.database.write(
            "INSERT INTO fsm (key, data) VALUES (?, ?)"
            " ON CONFLICT (key) DO UPDATE SET data = excluded.data",
            (self.keys.build(key), json.dumps(data)),
        )

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        query = "SELECT data FROM fsm WHERE key = ?"
        data = await self.database.read(query, (self.keys.build(key),))
        return json.loads(data) if data else {}

    async def close(self) -> None:
        await self.database.connection.close()
