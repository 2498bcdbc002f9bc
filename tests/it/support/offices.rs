//! The town with its offices at work: each has its own group, with its referents and operators.

use simulator::{Group, Message, Seat, User};

use super::Town;
use super::databases::Database;

/// The town, and the people of its offices. Gino and the supervisor have started the bot; the
/// others have not.
pub struct Offices {
    pub town: Town,
    /// The group of *Strade*, with Ezio and Fulvia (referents), Gino and Mina (operators).
    pub strade: Group,
    pub ezio: Seat,
    pub fulvia: Seat,
    pub gino: Seat,
    pub mina: Seat,
    /// Gino's private chat with the bot.
    pub gino_alone: Seat,
    /// Mina's, which she has not started.
    pub mina_alone: Seat,
    /// The group of *Verde pubblico*, with Ida and Leo (referents) and Nora (operator).
    pub verde: Group,
    pub ida: Seat,
    pub leo: Seat,
    pub nora: Seat,
    /// The supervisor's private chat with the bot.
    pub anna: Seat,
    /// The supervisor, a referent of *Strade* and Gino, as people.
    pub people: [User; 3],
}

impl Offices {
    /// Everybody at work, on a Tuesday morning.
    pub async fn on(database: Database) -> Self {
        let file = file("offices.toml");
        Self::in_town(
            Town::with(database, |variables| variables.set("DIRECTORY_FILE", &file)).await,
        )
        .await
    }

    async fn in_town(town: Town) -> Self {
        let user = |name: &str, id| town.sim.user(name).id(id).language("en").create();
        let [ezio, fulvia, gino, mina] = [("Ezio", 21), ("Fulvia", 22), ("Gino", 31), ("Mina", 33)]
            .map(|(name, id)| user(name, id));
        let [ida, leo, nora] =
            [("Ida", 23), ("Leo", 24), ("Nora", 32)].map(|(name, id)| user(name, id));
        let strade = town.sim.group("Strade").id(-1_001_000_000_002);
        let strade = strade.member(&ezio).member(&fulvia).member(&gino).member(&mina);
        let strade = strade.bot_admin(&town.bot).create();
        let verde = town.sim.group("Verde pubblico").id(-1_001_000_000_003);
        let verde = verde.member(&ida).member(&leo).member(&nora).bot_admin(&town.bot).create();
        let supervisor = user("Anna", 11);
        let anna = supervisor.private(&town.bot);
        let gino_alone = gino.private(&town.bot);
        for seat in [&anna, &gino_alone] {
            seat.starts();
            seat.next().await;
        }
        Self {
            ezio: strade.seat(&ezio),
            fulvia: strade.seat(&fulvia),
            gino: strade.seat(&gino),
            mina: strade.seat(&mina),
            gino_alone,
            mina_alone: mina.private(&town.bot),
            strade,
            ida: verde.seat(&ida),
            leo: verde.seat(&leo),
            nora: verde.seat(&nora),
            verde,
            anna,
            people: [supervisor, ezio, gino],
            town,
        }
    }

    /// What staff read in their groups besides what the story looked at.
    pub async fn staff_reads(&self) {
        self.town.settles().await;
        for group in [&self.town.urp, &self.strade, &self.verde] {
            group.read_all();
        }
    }

    /// A citizen's report, assigned to *Strade*: its number, its card in the URP's group, and the
    /// one in the office's.
    pub async fn assigned(&self, citizen: &Seat) -> (String, Message, Message) {
        let (number, card) = self.town.report(citizen).await;
        self.town.assigns(&card, "Strade").await;
        citizen.next_matching("Strade").await.unwrap();
        let at_office = self.ezio.next_matching(&number).await.unwrap();
        let assigned = |card: &Message| card.text.contains("State: assigned");
        let card = self.town.carlo.wait_until(&card, assigned).await;
        (number, card, at_office)
    }

    /// The same, which Gino has taken: its card in the URP's group, the one in the office's, and the one in his private
    /// chat.
    pub async fn in_hand(&self, citizen: &Seat) -> (Message, Message, Message) {
        let (number, card, at_office) = self.assigned(citizen).await;
        self.gino.presses(&at_office, "Take");
        citizen.next_matching("Strade is working on").await.unwrap();
        let own = self.gino_alone.next_matching(&number).await.unwrap();
        (card, at_office, own)
    }

    /// A referent hands a report to somebody: the message in which they were chosen.
    pub async fn hands(&self, referent: &Seat, card: &Message, name: &str) -> Message {
        referent.presses(card, "Hand to");
        let chooser = referent.next_matching("Who is to work on").await.unwrap();
        referent.presses(&chooser, name);
        chooser
    }

    /// A directory file of the same town in which the group of *Strade* is that of *Verde pubblico* too.
    pub fn sharing_a_group(&self) -> String {
        let file = self.town.folder().join("one-for-two.toml");
        let own = include_str!("offices.toml");
        std::fs::write(&file, own.replace("-1001000000003", "-1001000000002")).unwrap();
        file.display().to_string()
    }

    /// The service starts anew, in a town whose offices have no groups yet: the file that it had.
    pub async fn starts_without_groups(&mut self) -> String {
        self.town.stops().await;
        let before = self.town.set("DIRECTORY_FILE", &self.without_groups());
        self.town.database.execute("DELETE FROM directory").await;
        self.town.starts().await;
        before
    }

    /// A directory file of the same town in which no office has a group yet.
    fn without_groups(&self) -> String {
        let own = include_str!("offices.toml");
        let lines = own.lines().filter(|line| !line.starts_with("chat_id"));
        let file = self.town.folder().join("no-groups.toml");
        std::fs::write(&file, lines.collect::<Vec<_>>().join("\n")).unwrap();
        file.display().to_string()
    }
}

/// A small town: the URP and all offices are one group.
pub struct OneGroup {
    pub town: Town,
    pub ezio: Seat,
    pub gino: Seat,
}

impl OneGroup {
    /// Everybody at work, on a Tuesday morning. Nobody but the citizens has started the bot.
    pub async fn on(database: Database) -> Self {
        let file = file("one_group.toml");
        let town = Town::with(database, |variables| variables.set("DIRECTORY_FILE", &file)).await;
        let user = |name: &str, id| {
            let user = town.sim.user(name).id(id).language("en").create();
            town.urp.joins(&user);
            town.urp.seat(&user)
        };
        Self { ezio: user("Ezio", 21), gino: user("Gino", 31), town }
    }
}

fn file(name: &str) -> String {
    let path: std::path::PathBuf =
        [env!("CARGO_MANIFEST_DIR"), "tests", "it", "support", name].iter().collect();
    path.display().to_string()
}
