//! *Solved* and *Still there*: a plain page that asks once more, as mail scanners follow links.

use chrono::TimeDelta;
use rispondo::domain::command::Command;
use rispondo::domain::decide;
use rispondo::domain::event::{Event, EventKind};
use rispondo::domain::ids::ReportId;
use rispondo::domain::people::{Actor, Capacity};
use rispondo::domain::step::{Changes, Decision, Facts, Keys};

use super::threads::{closed, closed_as};
use crate::support::facts::{now, terms};
use crate::support::letters::{Received, Writer};
use crate::support::{Database, Town, on_both_databases, sends_as_shown};

/// A link as a browser opens it: the page is served here, whatever the public address says.
fn here(town: &Town, link: &str) -> String {
    let address = town.service().webhook.unwrap();
    link.replace("https://segnala.comune.test", &format!("http://{address}"))
}

async fn opens(town: &Town, link: &str) -> (u16, String) {
    let answer = reqwest::get(here(town, link)).await.unwrap();
    let status = answer.status().as_u16();
    assert_eq!(answer.headers()["cache-control"], "no-store");
    (status, answer.text().await.unwrap())
}

async fn presses(town: &Town, link: &str, words: &str) -> String {
    let form = reqwest::Client::new().post(here(town, link)).body(format!("words={words}"));
    form.send().await.unwrap().text().await.unwrap()
}

/// What a reader of the page sees.
fn seen(html: &str) -> String {
    let body = html.split("<main>").nth(1).unwrap();
    let text = rispondo::text::format::plain_text(body);
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

async fn answered(town: &Town, maria: &Writer) -> (Received, simulator::Message) {
    let (_, card) = maria.reports(town).await;
    (closed(town, maria, &card).await, card)
}

/// How often something was added to the first report.
async fn additions(town: &Town) -> usize {
    let id = ReportId::new(2026, 1);
    let keys = Keys { histories: vec![id], ..Keys::default() };
    let facts = town.store().read(keys).await.unwrap();
    let added = |event: &&Event| matches!(event.kind, EventKind::Added { .. });
    facts.history(id).iter().filter(added).count()
}

/// Somebody reported the problem of the first report again, which is closed: the answer, in which the links are, and
/// the card of the first.
async fn of_a_duplicate(
    town: &Town,
    maria: &Writer,
    paolo: &Writer,
) -> (Received, simulator::Message) {
    let (_, main) = maria.reports(town).await;
    paolo.writes(town, "Pothole", "There is a pothole in via Roma 12.").await;
    paolo.next(town).await;
    let card = town.urp_card("2026-000002").await;
    town.carlo.presses(&card, "Same as 2026-000001");
    town.carlo.next_matching("is followed under the number").await.unwrap();
    sends_as_shown(&town.carlo, "Send").await;
    paolo.next(town).await;
    town.urp_reads().await;
    closed_as(town, maria, &main, "Cannot be solved").await;
    (paolo.next(town).await, main)
}

/// The second report follows Rita's, which is joined to the first: so it is with some of a crowd for a moment, as
/// not all of them follow another report at once.
async fn follows_one_that_follows(town: &Town, rita: &Writer) {
    rita.writes(town, "Lamp", "The lamp in via Milano 3 is off.").await;
    rita.next(town).await;
    town.urp_reads().await;
    let [first, second, third] = [1, 2, 3].map(|count| ReportId::new(2026, count));
    let keys = Keys { reports: vec![second, third], ..Keys::default() };
    let urp = Actor { person: None, name: "Carlo".to_owned(), capacities: vec![Capacity::Urp] };
    let merge = Command::Merge { into: first, words: "It is known.".to_owned() };
    let steps = [
        (third, merge, urp),
        (second, Command::Follow { into: third, let_go: false }, Actor::clock()),
    ];
    let joins = move |facts: &Facts| {
        let mut changes = Changes::default();
        for (id, command, actor) in steps.clone() {
            let mut report = facts.report(id).unwrap().clone();
            let terms = terms(&facts.directory, now());
            let events = decide::decide(&report, command, &actor, terms).unwrap();
            for event in &events {
                report.apply(event);
            }
            changes.reports.push(report);
            changes.events.extend(events);
        }
        Decision::Done(Box::new(changes), ())
    };
    town.store().step(keys, joins).await.unwrap();
}

on_both_databases! {
    async fn solved_asks_once_more_and_thanks(town: Town) {
        let maria = Writer::new("Maria");
        let (answer, card) = answered(&town, &maria).await;
        let solved = answer.links[0].clone();
        let (status, page) = opens(&town, &solved).await;
        assert_eq!(status, 200);
        insta::assert_snapshot!(seen(&page), @r"
        Report 2026-000001, via Roma 12
        Is the problem really solved?
        To confirm, press the button.
        Solved, thank you
        The problem is still there
        Comune di Prova
        ");
        // Whoever only follows links has said nothing.
        town.settles().await;
        assert!(!town.carlo.current(&card).text.contains("The citizen says"), "a scanner pressed");
        let page = presses(&town, &solved, "").await;
        assert!(page.contains("Thank you for telling us"), "{page}");
        town.carlo.wait_until(&card, |card| card.text.contains("The citizen says: solved")).await;
        maria.nothing(&town).await;
        town.ends().await;
    }

    async fn still_there_reopens_with_the_citizens_words(town: Town) {
        let maria = Writer::new("Maria");
        let (answer, card) = answered(&town, &maria).await;
        let still_there = answer.links[1].clone();
        let (_, page) = opens(&town, &still_there).await;
        insta::assert_snapshot!(seen(&page), @r"
        Report 2026-000001, via Roma 12
        Is the problem really solved?
        To confirm, press the button.
        What is still wrong? (you may leave this empty)
        The problem is still there
        Solved, thank you
        Comune di Prova
        ");
        presses(&town, &still_there, "It+is+open+again").await;
        let again = maria.next(&town).await;
        assert!(again.text.contains("open again"), "{}", again.text);
        town.carlo.next_matching("is still there").await.unwrap();
        town.carlo.wait_until(&card, |card| {
            card.text.contains("to be looked at again") && card.text.contains("It is open again")
        }).await;
        // Pressed twice, or looked at again, it is as before, in plain words.
        let page = presses(&town, &still_there, "It+is+open+again").await;
        assert!(page.contains("Thank you for telling us"), "{page}");
        let page = presses(&town, &still_there, "").await;
        insta::assert_snapshot!(seen(&page), @r"
        Report 2026-000001, via Roma 12
        Report 2026-000001 is open already: it need not be opened again.
        Comune di Prova
        ");
        assert_eq!(opens(&town, &still_there).await.1, page);
        maria.nothing(&town).await;
        // What they have thought of meanwhile is not lost.
        let page = presses(&town, &still_there, "And+it+is+deep").await;
        assert!(page.contains("it is part of the report now"), "{page}");
        maria.nothing(&town).await;
        town.carlo.wait_until(&card, |card| card.text.contains("And it is deep")).await;
        town.ends().await;
    }

    async fn who_came_to_the_other_link_by_a_slip_can_put_it_right(town: Town) {
        let maria = Writer::new("Maria");
        let (answer, card) = answered(&town, &maria).await;
        let [solved, still_there] = [&answer.links[0], &answer.links[1]];
        presses(&town, still_there, "").await;
        maria.next(&town).await;
        town.carlo.next_matching("is still there").await.unwrap();
        for _ in 0..2 {
            let page = presses(&town, solved, "").await;
            assert!(page.contains("Thank you for telling us"), "{page}");
        }
        maria.nothing(&town).await;
        town.carlo.wait_until(&card, |card| card.text.contains("Solved, thank you")).await;
        town.ends().await;
    }

    /// Whoever has the link, or a program, presses its button as often as it likes.
    async fn a_link_fills_neither_a_mailbox_nor_a_report(town: Town) {
        let maria = Writer::new("Maria");
        let (answer, card) = answered(&town, &maria).await;
        let still_there = &answer.links[1];
        presses(&town, still_there, "").await;
        maria.next(&town).await;
        town.carlo.next_matching("is still there").await.unwrap();
        for number in 1..=10 {
            let page = presses(&town, still_there, &format!("More+{number}")).await;
            assert!(page.contains("it is part of the report now"), "{page}");
        }
        let page = presses(&town, still_there, "More+11").await;
        insta::assert_snapshot!(seen(&page), @r"
        Report 2026-000001, via Roma 12
        Much has been added to this report today already, and all of it is read. More can be added here tomorrow.
        Comune di Prova
        ");
        // That it is solved after all is heard, once.
        for _ in 0..2 {
            let page = presses(&town, &answer.links[0], "").await;
            assert!(page.contains("Thank you for telling us"), "{page}");
        }
        let solved = |card: &simulator::Message| card.text.contains("Solved, thank you");
        town.carlo.wait_until(&card, solved).await;
        assert_eq!(additions(&town).await, 11);
        maria.nothing(&town).await;
        // What is written by mail is answered by mail.
        maria.replies(&town, &answer, "It is very deep.").await;
        let added = maria.next(&town).await;
        assert!(added.text.contains("Added to report 2026-000001"), "{}", added.text);
        town.later(TimeDelta::hours(25)).await;
        let page = presses(&town, still_there, "More+12").await;
        assert!(page.contains("it is part of the report now"), "{page}");
        town.carlo.wait_until(&card, |card| card.text.contains("More 12")).await;
        town.urp_reads().await;
        town.ends().await;
    }

    /// Of so many words the report shows the first alone: the history knows what was said.
    async fn a_page_that_is_loaded_anew_adds_nothing_to_a_long_report_either(town: Town) {
        let maria = Writer::new("Maria");
        let (answer, _) = answered(&town, &maria).await;
        let still_there = &answer.links[1];
        presses(&town, still_there, "").await;
        maria.next(&town).await;
        town.carlo.next_matching("is still there").await.unwrap();
        let id = ReportId::new(2026, 1);
        let keys = Keys { reports: vec![id], ..Keys::default() };
        let adds = move |facts: &Facts| {
            let mut report = facts.report(id).unwrap().clone();
            let actor = Actor::citizen(report.citizen, "Maria");
            let command = Command::Add { words: "deep ".repeat(9000), photos: Vec::new() };
            let terms = terms(&facts.directory, now());
            let events = decide::decide(&report, command, &actor, terms).unwrap();
            for event in &events {
                report.apply(event);
            }
            let changes = Changes { reports: vec![report], events, ..Changes::default() };
            Decision::Done(Box::new(changes), ())
        };
        town.store().step(keys, adds).await.unwrap();
        for _ in 0..3 {
            let page = presses(&town, still_there, "It+is+wide").await;
            assert!(page.contains("it is part of the report now"), "{page}");
        }
        assert_eq!(additions(&town).await, 2);
        town.urp_reads().await;
        town.ends().await;
    }

    async fn where_nothing_was_solved_the_page_asks_for_no_thanks(town: Town) {
        let maria = Writer::new("Maria");
        let (_, card) = maria.reports(&town).await;
        let answer = closed_as(&town, &maria, &card, "Cannot be solved").await;
        let [still_there] = answer.links.as_slice() else {
            panic!("{:?}", answer.links);
        };
        insta::assert_snapshot!(seen(&opens(&town, still_there).await.1), @r"
        Report 2026-000001, via Roma 12
        To confirm, press the button.
        What is still wrong? (you may leave this empty)
        The problem is still there
        Comune di Prova
        ");
        town.ends().await;
    }

    async fn of_a_duplicate_the_page_speaks_of_the_report_that_it_is_joined_to(town: Town) {
        let [maria, paolo] = ["Maria", "Paolo"].map(Writer::new);
        let (answer, _) = of_a_duplicate(&town, &maria, &paolo).await;
        let link = answer.links.first().unwrap();
        let page = seen(&opens(&town, link).await.1);
        assert!(page.contains("2026-000002") && !page.contains("really solved"), "{page}");

        presses(&town, link, "").await;
        maria.next(&town).await;
        paolo.next(&town).await;
        let page = presses(&town, link, "").await;
        assert!(page.contains("2026-000002 is open already"), "{page}");
        town.urp_reads().await;
        town.ends().await;
    }

    async fn what_is_still_there_is_looked_at_again_however_many_reports_are_in_between(town: Town) {
        let [maria, paolo, rita] = ["Maria", "Paolo", "Rita"].map(Writer::new);
        let (answer, main) = of_a_duplicate(&town, &maria, &paolo).await;
        follows_one_that_follows(&town, &rita).await;
        let link = answer.links.first().unwrap();
        let page = seen(&opens(&town, link).await.1);
        assert!(page.contains("What is still wrong?"), "{page}");
        let page = presses(&town, link, "It+is+deep").await;
        assert!(page.contains("will be looked at again"), "{page}");
        for heard in [maria.next(&town).await, rita.next(&town).await] {
            assert!(heard.text.contains("open again"), "{}", heard.text);
        }
        town.carlo.wait_until(&main, |card| card.text.contains("It is deep")).await;
        town.urp_reads().await;
        town.ends().await;
    }

    async fn so_it_is_where_it_is_said_by_mail(town: Town) {
        let [maria, paolo, rita] = ["Maria", "Paolo", "Rita"].map(Writer::new);
        let (answer, main) = of_a_duplicate(&town, &maria, &paolo).await;
        follows_one_that_follows(&town, &rita).await;
        paolo.replies(&town, &answer, "The problem is still there\n\nIt is wide.").await;
        for heard in [maria.next(&town).await, rita.next(&town).await] {
            assert!(heard.text.contains("open again"), "{}", heard.text);
        }
        town.carlo.wait_until(&main, |card| card.text.contains("It is wide.")).await;
        town.urp_reads().await;
        town.ends().await;
    }

    async fn a_link_that_is_not_ours_is_answered_kindly(town: Town) {
        let (status, page) =
            opens(&town, &format!("https://segnala.comune.test/r/{}/solved", "a".repeat(40))).await;
        assert_eq!(status, 404);
        insta::assert_snapshot!(seen(&page), @r"
        This link is not good
        Perhaps only a part of it was copied, or it is not good any more. You can reply to the email in which it is.
        To speak with a person: URP, piazza Unità 4, phone 040 000000
        Comune di Prova
        ");
        let (status, _) = opens(&town, "https://segnala.comune.test/r/x/y").await;
        assert_eq!(status, 404);
        town.ends().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_public_address_the_answer_is_words_that_are_understood() {
    let town = Town::with(Database::sqlite(), |variables| variables.set("PUBLIC_URL", "")).await;
    let maria = Writer::new("Maria");
    let (answer, card) = answered(&town, &maria).await;
    assert!(answer.links.is_empty());
    assert!(answer.text.contains("“The problem is still there”"), "{}", answer.text);
    let words = "The problem is still there\n\nIt is deeper than before.";
    maria.replies(&town, &answer, words).await;
    maria.next(&town).await;
    town.carlo.next_matching("still there").await.unwrap();
    town.carlo
        .wait_until(&card, |card| {
            card.text.contains("to be looked at again") && card.text.contains("deeper than before")
        })
        .await;
    town.ends().await;
}
