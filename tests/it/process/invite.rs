//! A town that begins with no ids at all: `rispondo invite`, then everything in chat.

use simulator::{Message, Seat};

use super::program::Ground;
use crate::support::{drafts, without_photos};

fn token(text: &str) -> String {
    let (_, rest) = text.split_once("?start=").expect("a link");
    rest.split_whitespace().next().unwrap().to_owned()
}

async fn invites(who: &Seat, role: &str, office: Option<&str>, name: Option<&str>) -> String {
    who.sends("/invite");
    let asks = who.next_matching("In which role").await.unwrap();
    who.presses(&asks, role);
    if let Some(office) = office {
        let which = who.wait_until(&asks, |asks| asks.text.contains("of which office")).await;
        who.presses(&which, office);
    }
    let named = who.wait_until(&asks, |asks| asks.text.contains("Under which name")).await;
    who.next_matching("write first and last name").await.unwrap();
    match name {
        Some(name) => {
            who.sends(name);
        }
        None => {
            who.presses(&named, "Telegram name");
        }
    }
    let link = |message: Message| token(&message.text);
    who.next_matching("is ready").await.unwrap();
    link(who.next_matching("Invitation to the report service").await.unwrap())
}

#[tokio::test]
async fn a_town_begins_with_an_invitation_and_the_rest_is_done_in_chat() {
    let ground = Ground::new().await;
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/support/bare.toml");
    let program = ground.program().with("DIRECTORY_FILE", directory);
    let Ground { folder, sim, bot } = ground;

    // Before anybody is there.
    let ran = program.fails(&["invite", "referent", "--name", "Ezio Gialli"]).await;
    insta::assert_snapshot!(ran.err(), @"of which office? Name one of: strade");
    let ran = program.fails(&["invite", "referent", "verde"]).await;
    insta::assert_snapshot!(ran.err(), @r#"there is no office "verde" in the directory. Name one of: strade"#);
    let ran = program.succeeds(&["invite", "supervisor", "--name", "Anna Bianchi"]).await;
    let first = token(&ran.out());
    assert!(ran.out().contains("An invitation as supervisor (Anna Bianchi), good once, until "));
    assert!(ran.out().contains("https://t.me/rispondo_bot?start="));

    let serving = program.serves();
    let user = |name: &str, id| sim.user(name).id(id).language("en").create();
    let [anna, carlo, ezio, fulvia, maria] =
        [("Anna", 11), ("Carlo", 12), ("Ezio", 21), ("Fulvia R", 22), ("Maria", 77)]
            .map(|(name, id)| user(name, id));
    let alone = anna.private(&bot);
    alone.starts_with(&first);
    alone.next_matching("supervisor, under the name Anna Bianchi").await.unwrap();

    // The groups.
    let urp = sim.group("URP").id(-1_001_000_000_001).member(&anna).member(&carlo);
    let urp = urp.bot_admin(&bot).create();
    let strade = sim.group("Strade").id(-1_001_000_000_002);
    let strade = strade.member(&anna).member(&ezio).member(&fulvia).bot_admin(&bot).create();
    for (group, name) in [(&urp, "URP"), (&strade, "Strade")] {
        let seat = group.seat(&anna);
        seat.sends("/bind");
        let asks = seat.next_matching("Whose is this group").await.unwrap();
        seat.presses(&asks, name);
        seat.wait_until(&asks, |asks| asks.text.contains("Done")).await;
    }

    // The people: one whom the file names without an id becomes that entry.
    for (who, role, office, name) in [
        (&carlo, "URP", None, Some("Carlo Neri")),
        (&ezio, "Referent", Some("Strade"), Some("Ezio Gialli")),
        (&fulvia, "Referent", Some("Strade"), None),
    ] {
        let token = invites(&alone, role, office, name).await;
        let seat = who.private(&bot);
        seat.starts_with(&token);
        seat.next_matching("All done").await.unwrap();
        alone.next_matching("has used their invitation").await.unwrap();
    }
    alone.sends("/people");
    let people = alone.next_matching("People").await.unwrap();
    insta::assert_snapshot!(people.text, @r"
    People

    supervisor
    • Anna Bianchi

    URP
    • Carlo Neri

    referent, Strade
    • Ezio Gialli
    • Fulvia R
    ");

    // And a report goes its way.
    let citizen = maria.private(&bot);
    let photos = drafts(&citizen, "Potholes and pavements", "A deep hole").await;
    let summary = without_photos(&citizen, &photos).await;
    citizen.presses(&summary, "Send");
    citizen.next_matching("Its number is").await.unwrap();
    let (carlo, fulvia) = (urp.seat(&carlo), strade.seat(&fulvia));
    let card = carlo.next_matching("A deep hole").await.unwrap();
    carlo.presses(&card, "Assign");
    let offices = carlo.next_matching("Which office").await.unwrap();
    carlo.presses(&offices, "Strade");
    let card = fulvia.next_matching("A deep hole").await.unwrap();
    fulvia.presses(&card, "Take");
    citizen.next_matching("is working on").await.unwrap();

    // What came in by invitations outlives the next start, which imports the file again.
    assert!(serving.stops().await.success());
    let ran = program.runs(&["check"]).await;
    assert!(!ran.out().contains("WRONG"), "{}", ran.out());
    let log = std::fs::read_to_string(folder.path().join("log")).unwrap();
    assert!(!log.contains(&first), "no token is logged");
    sim.read_all();
    sim.finish();
}

#[tokio::test]
async fn what_is_in_the_way_of_an_invitation_is_said_with_the_cure() {
    let ground = Ground::new().await;
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/support/bare.toml");
    let program = ground.program().with("DIRECTORY_FILE", directory);
    let invite = ["invite", "supervisor", "--name", "Anna Bianchi"];
    let revoked = program.with("TELEGRAM_BOT_TOKEN", "111:REVOKED");
    let ran = revoked.fails(&invite).await;
    insta::assert_snapshot!(ran.err(), @"TELEGRAM_BOT_TOKEN is not known to Telegram (401 Unauthorized). Ask @BotFather in Telegram: /mybots shows the token.");
    let away = revoked.with("TELEGRAM_API_URL", "http://127.0.0.1:1");
    let ran = away.fails(&invite).await;
    assert!(ran.err().starts_with("Telegram does not answer ("), "{}", ran.err());

    // A slip of the pen in the file stops nothing: the town is known by now.
    let broken = ground.folder.path().join("broken.toml");
    std::fs::write(&broken, "[municipality]\nname = Zaccaria\n").unwrap();
    let program = away
        .with("TELEGRAM_BOT_TOKEN", "111:TOWN")
        .with("TELEGRAM_API_URL", &ground.sim.api_url())
        .with("DIRECTORY_FILE", &broken.display().to_string());
    let ran = program.succeeds(&invite).await;
    assert!(ran.err().contains("broken.toml has a mistake"), "{}", ran.err());
    assert!(ran.out().contains("https://t.me/rispondo_bot?start="), "{}", ran.out());
}
