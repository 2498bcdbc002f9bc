"""A town's bot as aiogram's documentation teaches one: a router, a state for each step, a webhook."""

import logging
import os

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

from storage import Database, SqliteStorage

router = Router()

CATEGORIES = {
    "potholes": "Potholes and pavements",
    "lights": "Street lights",
    "trees": "Trees",
}


class Report(StatesGroup):
    category = State()
    place = State()
    words = State()
    photos = State()
    summary = State()


def keyboard(buttons: dict[str, str]) -> InlineKeyboardMarkup:
    rows = [[InlineKeyboardButton(text=text, callback_data=data)] for data, text in buttons.items()]
    return InlineKeyboardMarkup(inline_keyboard=rows)


@router.message(Command("new"))
async def new(message: Message, state: FSMContext) -> None:
    await state.set_state(Report.category)
    buttons = {f"category:{code}": name for code, name in CATEGORIES.items()}
    await message.answer("What is it about?", reply_markup=keyboard(buttons))


@router.callback_query(Report.category, F.data.startswith("category:"))
async def category(press: CallbackQuery, state: FSMContext) -> None:
    await state.update_data(category=press.data.removeprefix("category:"))
    await state.set_state(Report.place)
    await press.message.answer("Where is it?")


@router.message(Report.place, F.text)
async def place(message: Message, state: FSMContext) -> None:
    await state.update_data(place=message.text)
    await state.set_state(Report.words)
    await message.answer("What is wrong?")


@router.message(Report.words, F.text)
async def words(message: Message, state: FSMContext) -> None:
    await state.update_data(words=message.text)
    await state.set_state(Report.photos)
    await message.answer(
        "Are there any photos to send?", reply_markup=keyboard({"no_photo": "No photo"})
    )


@router.callback_query(Report.photos, F.data == "no_photo")
async def no_photo(press: CallbackQuery, state: FSMContext) -> None:
    await state.set_state(Report.summary)
    data = await state.get_data()
    await press.message.answer(
        f"{data['category']}\n{data['place']}\n{data['words']}\n\nSend it?",
        reply_markup=keyboard({"send": "Send", "cancel": "Cancel"}),
    )


@router.callback_query(Report.summary, F.data == "send")
async def send(
    press: CallbackQuery,
    state: FSMContext,
    bot: Bot,
    database: Database,
    staff_chat: int,
) -> None:
    data = await state.get_data()
    number = await database.write(
        "INSERT INTO report (chat, category, place, words) VALUES (?, ?, ?, ?)",
        (press.from_user.id, data["category"], data["place"], data["words"]),
    )
    await state.clear()
    await press.message.answer(f"Thank you. Its number is {number}.")
    await bot.send_message(
        staff_chat, f"Report {number}: {data['category']}\n{data['place']}\n{data['words']}"
    )


async def on_startup(bot: Bot) -> None:
    await bot.set_webhook(os.environ["WEBHOOK_URL"], secret_token=os.environ["WEBHOOK_SECRET"])


async def create() -> web.Application:
    database = await Database.open(os.environ["DATABASE"])
    await database.write(
        "CREATE TABLE IF NOT EXISTS report (id INTEGER PRIMARY KEY, chat INTEGER NOT NULL,"
        " category TEXT NOT NULL, place TEXT NOT NULL, words TEXT NOT NULL)"
    )
    storage = SqliteStorage(database)
    await storage.create()
    server = TelegramAPIServer.from_base(os.environ["BOT_API"])
    bot = Bot(os.environ["BOT_TOKEN"], session=AiohttpSession(api=server))
    dispatcher = Dispatcher(
        storage=storage, database=database, staff_chat=int(os.environ["STAFF_CHAT"])
    )
    dispatcher.include_router(router)
    dispatcher.startup.register(on_startup)
    app = web.Application()
    # 200 is said once the handler has returned, not before: an update that was acknowledged is kept.
    handler = SimpleRequestHandler(
        dispatcher,
        bot,
        handle_in_background=False,
        secret_token=os.environ["WEBHOOK_SECRET"],
    )
    handler.register(app, path="/webhook")
    setup_application(app, dispatcher, bot=bot)
    return app


def main() -> None:
    logging.basicConfig(level=logging.WARNING)
    host, port = os.environ["LISTEN"].split(":")
    web.run_app(create(), host=host, port=int(port), print=None, access_log=None)


if __name__ == "__main__":
    main()
