//! A town reorganises: what the directory file has retired is offered no more, and what there is of it goes on.

use chrono::TimeDelta;
use rispondo::config::directory_file;
use simulator::{Message, Seat};

use crate::process::program::Program;
use crate::support::letters::Writer;
use crate::support::{Offices, Town, drafts, on_both_databases, sends_as_shown, without_photos};

/// The directory file of the offices.
const FILE: &str = include_str!("../support/offices.toml");
/// Nobody is to report lights any more.
const NO_LIGHTS: [(&str, &str); 1] = [("code = \"luce\"\n", "code = \"luce\"\nretired = true\n")];
/// The office of parks is joined with that of roads.
const NO_PARKS: [(&str, &str); 2] = [
    ("code = \"verde\"\n", "code = \"verde\"\nretired = true\n"),
    ("office = \"verde\"", "office = \"strade\""),
];
/// The reply about potholes is not used any more.
const NO_REPLY: [(&str, &str); 1] =
    [("category = \"buche\"\ntext", "category = \"buche\"\nretired = true\ntext")];

/// The directory file says that from now on; it is imported beside the service.
async fn says(town: &Town, changes: &[(&str, &str)]) {
    let mut file = FILE.to_owned();
    for (from, to) in changes {
        assert!(file.contains(from), "{from}");
        file = file.replace(from, to);
    }
    let rows = directory_file::parse(&file).unwrap();
    town.settles().await;
    town.store().import_directory(rows, "directory.toml", town.clock.now()).await.unwrap();
}

/// A citizen's whole draft about lights: its summary.
async fn about_lights(citizen: &Seat) -> Message {
    let photos = drafts(citizen, "Street lights", "The lamp is broken").await;
    without_photos(citizen, &photos).await
}

/// What `rispondo check` says of what is retired.
async fn checked(at: &Offices) -> String {
    let (town, url) = (&at.town, at.town.database.url());
    let ran = Program::town(town.folder(), &town.sim.api_url(), &url).runs(&["check"]).await;
    let lines = ran.out();
    let lines =
        lines.lines().filter(|line| line.contains("directory  ") || line.contains("retired"));
    lines.collect::<Vec<_>>().join("\n")
}

on_both_databases! {
    async fn a_kind_that_is_retired_is_chosen_no_more_and_its_reports_go_on(at: Offices) {
        let town = &at.town;
        let (maria, ugo, rosa) = (town.citizen("Maria"), town.citizen("Ugo"), town.citizen("Rosa"));
        // Maria's report is sent; Ugo has the list before his eyes, and Rosa all but sent hers.
        let summary = about_lights(&maria).await;
        let (number, card) = town.files(&maria, &summary).await;
        ugo.sends("/new");
        let list = ugo.next().await;
        let rosas = about_lights(&rosa).await;
        says(town, &NO_LIGHTS).await;

        ugo.presses(&list, "Street lights");
        let again = ugo.next().await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(again.text, @"
            “Street lights” is not in use any more: another kind can be chosen. What is written already stays.

            What kind of problem is it?
            ");
            insta::assert_snapshot!(again.labels().join(" | "), @"Potholes and pavements | Trees | Parks and playgrounds | Waste | Road signs | Fountains | Noise | Schools | More › | Something else");
        }
        // Its name, typed, is no kind either: it is kept as words.
        ugo.sends("Street lights");
        let again = ugo.next().await;
        assert!(again.text.contains("these words will be part of the report"), "{}", again.text);
        ugo.presses(&again, "Trees");
        ugo.next_matching("Where is it").await.unwrap();

        // What Rosa had chosen is asked for once more, and nothing else.
        rosa.presses(&rosas, "Send");
        let again = rosa.next().await;
        assert!(again.text.starts_with("“Street lights” is not in use any more"), "{}", again.text);
        rosa.presses(&again, "Something else");
        let summary = rosa.next().await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(summary.text, @"
            Kind: Something else.

            Here is the report. Is it right?

            Kind: Something else
            Place: via Roma 12
            What is wrong:
            The lamp is broken
            Photos: none
            ");
        }
        town.files(&rosa, &summary).await;

        // Maria's goes on under its name, to its answer.
        assert!(card.text.contains("Street lights"), "{}", card.text);
        town.assigns(&card, "Strade").await;
        maria.next_matching("Strade").await.unwrap();
        let card = town.carlo.wait_until(&card, |card| card.text.contains("State: assigned")).await;
        town.closes(&card, &maria, "The lamp shines again.").await;
        maria.sends("/mine");
        let mine = maria.next().await;
        assert!(mine.text.contains("Street lights"), "{}", mine.text);
        town.carlo.sends(&format!("/find {number}"));
        let found = town.carlo.next_matching(&number).await.unwrap();
        assert!(found.text.contains("Street lights"), "{}", found.text);
        at.anna.sends("/stats");
        let stats = at.anna.next_matching("Whole town").await.unwrap();
        assert!(stats.text.contains("Arrived: 2\nClosed: 1"), "{}", stats.text);

        // The line is taken out again.
        says(town, &[]).await;
        let paolo = town.citizen("Paolo");
        paolo.sends("/new");
        let list = paolo.next().await;
        paolo.presses(&list, "Street lights");
        paolo.next_matching("Kind: Street lights").await.unwrap();
        town.everybody_reads().await;
        at.town.ends().await;
    }

    async fn the_urp_is_told_of_a_category_or_a_reply_that_is_retired_and_loses_nothing(at: Offices) {
        let (town, carlo) = (&at.town, &at.town.carlo);
        let maria = town.citizen("Maria");
        let (_, card) = town.report(&maria).await;
        carlo.presses(&card, "Category");
        let chooser = carlo.next_matching("Category of").await.unwrap();
        // Dora writes one down for somebody, up to the end.
        let dora = &town.dora;
        dora.sends("/new");
        let kinds = dora.next_matching("What kind of problem").await.unwrap();
        dora.presses(&kinds, "Street lights");
        for answer in ["via Roma 3", "It is dark"] {
            town.settles().await;
            dora.sends(answer);
        }
        let photos = dora.next_matching("Are there photos?").await.unwrap();
        dora.presses(&photos, "No photo");
        let name = dora.next_matching("citizen's name?").await.unwrap();
        dora.replies(&name, "Signor Pino");
        let contact = dora.next_matching("How can they be told?").await.unwrap();
        dora.presses(&contact, "No contact details");
        let to_save = dora.next_matching("To be saved").await.unwrap();
        town.begins_to_close(&card, "Resolved").await;
        let replies = carlo.next_matching("ready-made").await.unwrap();
        assert_eq!(replies.labels().len(), 3, "{:?}", replies.labels());
        says(town, &[NO_LIGHTS, NO_REPLY].concat()).await;

        let said = carlo.presses(&chooser, "Street lights").answer().await.unwrap();
        let present = |it: &Message| it.button("Street lights").is_none();
        let chooser = carlo.wait_until(&chooser, present).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(said, @"The category “Street lights” is not in use any more. Nothing was changed: one of today's can be chosen.");
            insta::assert_snapshot!(chooser.labels().join(" | "), @"Potholes and pavements ✓ | Trees | Parks and playgrounds | Waste | Road signs | Fountains | Noise | Schools | Something else | 1 of 2 | Next | Cancel");
        }
        carlo.presses(&chooser, "Trees");
        carlo.wait_until(&card, |card| card.text.contains("Trees")).await;

        // The whole of what Dora wrote is there; only the kind is asked for.
        let said = dora.presses(&to_save, "Save").answer().await.unwrap();
        assert!(said.starts_with("The category “Street lights” is not in use any more."), "{said}");
        let kinds = dora.next_matching("What kind of problem").await.unwrap();
        assert!(kinds.button("Street lights").is_none());
        dora.presses(&kinds, "Waste");
        let to_save = dora.next_matching("To be saved").await.unwrap();
        assert!(to_save.text.contains("It is dark") && to_save.text.contains("Signor Pino"), "{}", to_save.text);
        dora.presses(&to_save, "Save");
        dora.wait_until(&to_save, |one| one.text.contains("Saved as")).await;

        // The reply: another one is in its place, and it can be written.
        let said = carlo.presses(&replies, replies.labels()[0]).answer().await.unwrap();
        let replies = carlo.wait_until(&replies, |it| it.labels().len() == 2).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(said, @"This ready-made reply is not in use any more. Nothing was changed: choose another one, or write the reply.");
            insta::assert_snapshot!(replies.text, @"
            Or choose a ready-made reply:

            1. The problem has been solved.
            ");
        }
        carlo.presses(&replies, replies.labels()[0]);
        sends_as_shown(carlo, "Send and close").await;
        maria.next_matching("The problem has been solved.").await.unwrap();
        town.everybody_reads().await;
        at.town.ends().await;
    }

    async fn an_office_that_is_retired_ends_what_it_has_in_hand_and_gets_nothing_new(at: Offices) {
        let (town, carlo) = (&at.town, &at.town.carlo);
        let (maria, ugo) = (town.citizen("Maria"), town.citizen("Ugo"));
        let (number, card) = town.report(&maria).await;
        town.assigns(&card, "Verde pubblico").await;
        maria.next_matching("Verde pubblico").await.unwrap();
        let at_office = at.nora.next_matching(&number).await.unwrap();
        let (_, second) = town.report(&ugo).await;
        carlo.presses(&second, "Assign");
        let chooser = carlo.next_matching("Which office").await.unwrap();
        at.ida.sends("/works");
        let works = at.ida.next_matching("No work is planned").await.unwrap();
        at.anna.sends("/invite");
        let role = at.anna.next_matching("In which role").await.unwrap();
        at.anna.presses(&role, "Operator");
        let invite = at.anna.wait_until(&role, |it| it.button("Verde pubblico").is_some()).await;
        let [anna, ..] = &at.people;
        let group = town.sim.group("Another").id(-1_001_000_000_098).member(anna);
        let group = group.bot_admin(&town.bot).create().seat(anna);
        group.sends("/bind");
        let bind = group.next_matching("Whose is this group").await.unwrap();
        says(town, &NO_PARKS).await;

        // No old button gives it anything: each shows the offices of today.
        let said = carlo.presses(&chooser, "Verde pubblico").answer().await.unwrap();
        let has_gone = |it: &Message| it.button("Verde pubblico").is_none();
        let chooser = carlo.wait_until(&chooser, has_gone).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(said, @"The office “Verde pubblico” is not in use any more. Nothing was changed: one of today's can be chosen.");
            insta::assert_snapshot!(chooser.labels().join(" | "), @"Strade ★ | Cancel");
        }
        let invited = at.anna.presses(&invite, "Verde pubblico").answer().await.unwrap();
        at.anna.wait_until(&invite, has_gone).await;
        let bound = group.presses(&bind, "Verde pubblico").answer().await.unwrap();
        group.wait_until(&bind, has_gone).await;
        let registered = at.ida.presses(&works, "New work").answer().await.unwrap();
        assert_eq!([invited, bound], [said.clone(), said]);
        insta::allow_duplicates! {
            insta::assert_snapshot!(registered, @"The office “Verde pubblico” is not in use any more: no new works are registered for it. Those registered already stay.");
        }
        carlo.presses(&chooser, "Strade ★");
        ugo.next_matching("Strade").await.unwrap();

        // What it has is known, and goes on in its group, under its name, to the answer.
        let said = checked(&at).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(said, @"
            ok     directory      Comune di Prova: 1 offices, 10 categories, 2 ready-made replies
            note   retired        offices: 1
            note   retired        Verde pubblico still has open reports: 1; it goes on until they are done, or the URP assigns them to another
            ");
        }
        at.nora.presses(&at_office, "Take");
        let working = maria.next_matching("is working on").await.unwrap();
        assert!(working.text.contains("Verde pubblico"), "{}", working.text);
        let is_taken = |it: &Message| it.text.contains("State: being worked on");
        let taken = at.nora.wait_until(&at_office, is_taken).await;
        at.nora.presses(&taken, "Ready to close");
        let outcomes = at.nora.next_matching("How is").await.unwrap();
        at.nora.presses(&outcomes, "Resolved");
        let prompt = at.nora.next_matching("To stop: /cancel").await.unwrap();
        at.nora.replies(&prompt, "The branch is cut.");
        let card = carlo.wait_until(&card, |it| it.button("Send this reply").is_some()).await;
        assert!(card.text.contains("Verde pubblico"), "{}", card.text);
        carlo.presses(&card, "Send this reply");
        sends_as_shown(carlo, "Send and close").await;
        let reply = maria.next_matching("Comune di Prova – Verde pubblico").await.unwrap();
        insta::allow_duplicates! {
            insta::assert_snapshot!(reply.text, @"
            Report 2026-000001, via Roma 12, is closed: the problem is solved.

            The pothole (via Roma 12) has been filled.
            The branch is cut.

            Comune di Prova – Verde pubblico

            Is the problem really solved?
            ");
        }
        // The figures know it by its name, and say that it is not in use.
        at.anna.sends("/stats");
        let stats = at.anna.next_matching("Whole town").await.unwrap();
        at.anna.presses(&stats, "Choose office");
        let offices = at.anna.wait_until(&stats, |it| it.text == "Of which office?").await;
        at.anna.presses(&offices, "Verde pubblico (not in use any more)");
        let closed = |it: &Message| it.text.contains("Office: Verde pubblico\n\n") && it.text.contains("Closed: 1");
        at.anna.wait_until(&offices, closed).await;
        // Nothing is left to say of it, and its group may go.
        town.settles().await;
        let said = checked(&at).await;
        assert!(!said.contains("still has"), "{said}");

        // It opens again.
        says(town, &[("code = \"verde\"\n", "code = \"verde\"\nretired = false\n")]).await;
        let paolo = town.citizen("Paolo");
        let (_, third) = town.report(&paolo).await;
        town.assigns(&third, "Verde pubblico").await;
        paolo.next_matching("Verde pubblico").await.unwrap();
        town.everybody_reads().await;
        at.town.ends().await;
    }

    async fn a_mail_is_given_no_kind_that_is_retired(at: Offices) {
        let town = &at.town;
        let (maria, ugo) = (Writer::new("Maria"), Writer::new("Ugo"));
        maria.writes(town, "Help", "Nobody can pass in front of my house.").await;
        let asked = maria.next(town).await;
        assert!(asked.text.contains("2 = Street lights"), "{}", asked.text);
        says(town, &NO_LIGHTS).await;

        // Its number means what it meant: the question is asked again, with what is in use.
        maria.replies(town, &asked, "2").await;
        let again = maria.next(town).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(again.text, @"
            Thank you, your answer has arrived and is part of report 2026-000001.

            What is it about? Just reply to this email with the number:
            1 = Potholes and pavements
            3 = Trees
            4 = Parks and playgrounds
            5 = Waste
            6 = Road signs
            7 = Fountains
            8 = Noise
            9 = Schools
            10 = Beaches

            Not in use any more: 2 = Street lights

            Where is the problem? Reply to this email with the street and the number, or with a few words about the place.
            If you have written it already, there is nothing to do.

            The next news will come by Thursday 26 November.

            To speak with a person: URP, piazza Unità 4, phone 040 000000

            -- 
            Comune di Prova
            ");
        }
        // Whoever reads the report knows what the number meant.
        let card = town.urp_card("2026-000001").await;
        let meant = |card: &Message| card.text.contains("2 (Street lights)");
        town.carlo.wait_until(&card, meant).await;
        // Two answers about one subject are all that go out by themselves at a time.
        town.later(TimeDelta::hours(4)).await;
        maria.replies(town, &again, "Street lights").await;
        let again = maria.next(town).await;
        assert!(again.text.contains("Where is the problem?"), "it is no place either: {}", again.text);
        maria.replies(town, &again, "3, via Roma 12").await;
        let thanks = maria.next(town).await;
        assert!(!thanks.text.contains("What is it about?"), "{}", thanks.text);
        let whole = |card: &Message| card.text.contains("Trees") && card.text.contains("Place: via Roma 12");
        town.carlo.wait_until(&card, whole).await;

        // Words that would have named it suggest nothing, and it is not on the list.
        ugo.writes(town, "Lampione", "Il lampione in via Roma 3 è spento.").await;
        let asked = ugo.next(town).await;
        assert!(asked.text.contains("Di che cosa si tratta?"), "{}", asked.text);
        assert!(!asked.text.contains("Illuminazione"), "{}", asked.text);
        let card = town.urp_card("2026-000002").await;
        assert!(!card.text.contains("(suggested)"), "{}", card.text);
        town.everybody_reads().await;
        at.town.ends().await;
    }

    /// A program of before, which ran beside for a while, bound its group anew and did not know the word.
    async fn what_the_file_has_retired_is_so_whatever_an_older_program_wrote(at: Offices) {
        let town = &at.town;
        says(town, &NO_PARKS).await;
        let retired = async || {
            let rows = town.store().directory_rows().await.unwrap();
            rows.iter().filter(|row| row.entry.is_retired()).count()
        };
        assert_eq!(retired().await, 1);
        let drops = "UPDATE directory SET data = REPLACE(data, ',\"retired\":true', '') WHERE kind = 'office'";
        town.database.execute(drops).await;
        assert_eq!(retired().await, 0);
        says(town, &NO_PARKS).await;
        assert_eq!(retired().await, 1);
        at.town.ends().await;
    }
}
