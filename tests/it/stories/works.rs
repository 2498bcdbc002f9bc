//! Why not now: plans, and the works of an office.

use chrono::TimeDelta;

use simulator::{Message, Seat};

use crate::support::letters::Writer;
use crate::support::on_both_databases;
use crate::support::{Offices, Town, sends_as_shown};

on_both_databases! {
    async fn a_plan_is_told_told_again_when_it_moves_and_rings_on_its_day(at: Offices) {
        let town = &at.town;
        let maria = town.citizen("Maria");
        let (number, card, at_office) = at.assigned(&maria).await;

        // The referent plans it, and it moves.
        at.ezio.presses(&at_office, "Not now: why");
        let prompt = at.ezio.next_matching("cannot be solved now").await.unwrap();
        at.ezio.replies(&prompt, "The whole street is resurfaced in December.");
        let when = at.ezio.next_matching("taken up again?").await.unwrap();
        at.ezio.presses(&when, "In 2 weeks");
        let exact = at.ezio.next_matching("resurfaced in December").await.unwrap();
        sends_as_shown(&at.ezio, "Send").await;
        let told = maria.next().await;
        assert_eq!(told.text, exact.text);
        insta::assert_snapshot!(told.text, @r"
        Report 2026-000001, via Roma 12, will be taken up again on Wednesday 9 December. Why it cannot be done at once:

        The whole street is resurfaced in December.

        Comune di Prova – Strade

        The next news will come by Wednesday 9 December.
        ");
        town.carlo.wait_until(&card, |card| card.text.contains("State: planned, until")).await;
        // Wherever they look, that day is the one on which it is taken up again.
        maria.sends("/mine");
        let mine = maria.next().await;
        let again = "Potholes and pavements: will be taken up again on Wednesday 9 December";
        assert!(mine.text.contains(again), "{}", mine.text);
        maria.presses(&mine, mine.labels()[0]);
        let one = maria.next().await;
        assert!(one.text.contains("Now: will be taken up again on Wednesday 9 December"), "{}", one.text);
        assert!(one.text.contains("to be taken up again on Wednesday 9 December: The whole street"), "{}", one.text);
        let planned = at
            .ezio
            .wait_until(&at_office, |card| card.button("Another date").is_some())
            .await;
        assert!(planned.text.contains("The whole street is resurfaced"), "{}", planned.text);

        at.fulvia.presses(&at_office, "Another date");
        at.fulvia.next_matching("cannot be solved now").await.unwrap();
        let same = at.fulvia.next_matching("the reason that the citizen knows").await.unwrap();
        at.fulvia.presses(&same, "Same reason");
        at.fulvia.next_matching("taken up again?").await.unwrap();
        at.fulvia.sends("11/12");
        at.fulvia.next_matching("resurfaced in December").await.unwrap();
        sends_as_shown(&at.fulvia, "Send").await;
        let told = maria.next().await;
        assert!(told.text.contains("Friday 11 December"), "{}", told.text);

        // Its day comes.
        town.later(TimeDelta::days(17)).await;
        let again = maria.next_matching("in hand again, as planned").await.unwrap();
        assert!(again.text.contains(&number), "{}", again.text);
        let rings = at.ezio.next_matching("The day planned for").await.unwrap();
        assert!(rings.text.contains("Ezio Gialli"), "{}", rings.text);
        at.ezio.wait_until(&at_office, |card| card.text.contains("State: assigned")).await;
        town.sim.read_all();
        at.town.ends().await;
    }

    async fn who_wrote_a_mail_is_told_of_the_plan_by_mail(at: Offices) {
        let town = &at.town;
        let maria = Writer::new("Maria");
        maria.writes(town, "Hole in via Roma", "There is a deep pothole at via Roma 12.").await;
        maria.next(town).await;
        let card = town.urp_card("2026-000001").await;
        for day in ["1 December", "10 December"] {
            let button = if day == "1 December" { "Not now: why" } else { "Another date" };
            let card = town.carlo.wait_until(&card, |card| card.button(button).is_some()).await;
            town.carlo.presses(&card, button);
            let prompt = town.carlo.next_matching("cannot be solved now").await.unwrap();
            if button == "Another date" {
                town.carlo.next_matching("the reason that the citizen knows").await.unwrap();
            }
            town.carlo.replies(&prompt, &format!("The asphalt comes on {day}."));
            let when = town.carlo.next_matching("taken up again?").await.unwrap();
            town.carlo.replies(&when, day);
            town.carlo.next_matching(&format!("The asphalt comes on {day}")).await.unwrap();
            sends_as_shown(&town.carlo, "Send").await;
            let told = maria.next(town).await;
            assert!(told.text.contains(&format!("The asphalt comes on {day}.")), "{}", told.text);
        }
        town.later(TimeDelta::days(16)).await;
        let again = maria.next(town).await;
        // No office has had it: nobody works on it yet.
        let said = "The planned day has come: the public relations office (URP) takes report 2026-000001, via Roma 12, up again.";
        assert!(again.text.starts_with(said), "{}", again.text);
        town.carlo.next_matching("The day planned for").await.unwrap();
        town.sim.read_all();
        at.town.ends().await;
    }

    async fn a_work_is_registered_once_and_answers_whoever_reports_there(at: Offices) {
        let town = &at.town;
        registers(&at).await;

        // A new report falls in it: one press, exactly what the citizen reads, and it is planned.
        let maria = town.citizen("Maria");
        let (number, card) = town.report(&maria).await;
        assert!(
            card.text.contains("Falls in planned works: via Roma: complete resurfacing, until Monday 31 May 2027"),
            "{}",
            card.text
        );
        town.carlo.presses(&card, "Answer with this");
        let exact = town.carlo.next_matching("The whole street will be renewed").await.unwrap();
        sends_as_shown(&town.carlo, "Send").await;
        let told = maria.next().await;
        assert_eq!(told.text, exact.text);
        insta::assert_snapshot!(told.text, @r"
        Report 2026-000001, via Roma 12, is planned for Monday 31 May 2027 at the latest. Why it cannot be done at once:

        The whole street will be renewed in spring: holes are filled for good then.

        Comune di Prova

        The next news will come by Monday 31 May 2027.
        ");
        // The list says the same of that day.
        maria.sends("/mine");
        maria.next_matching("Potholes and pavements: planned for Monday 31 May 2027 at the latest").await.unwrap();
        let card = town.carlo.wait_until(&card, |card| card.text.contains("Waits for: via Roma")).await;
        assert!(card.button("Answer with this").is_none());

        // A second one, by mail, of another street: linked by its number.
        let ugo = Writer::new("Ugo");
        ugo.writes(town, "Pothole", "There is a deep pothole at via Udine 3.").await;
        ugo.next(town).await;
        let second = town.urp_card("2026-000002").await;
        assert!(!second.text.contains("Falls in"), "{}", second.text);
        town.carlo.presses(&second, "Link to a work");
        let chooser = town.carlo.next_matching("Which work").await.unwrap();
        town.settles().await;
        town.carlo.presses(&chooser, "via Roma: complete resurfacing");
        town.carlo.next_matching("The whole street will be renewed").await.unwrap();
        // It is chosen: *Cancel* there would not be true.
        town.carlo.wait_until(&chooser, |one| one.labels().is_empty()).await;
        sends_as_shown(&town.carlo, "Send").await;
        ugo.next(town).await;

        // The work's date changes: both are told, each in their own way.
        let work = the_work(&at.fulvia, 2).await;
        at.fulvia.presses(&work, "Change the date");
        let day = at.fulvia.next_matching("the new end of").await.unwrap();
        at.fulvia.replies(&day, "30 June 2027");
        let why = at.fulvia.next_matching("Why does it change?").await.unwrap();
        at.fulvia.replies(&why, "The rain has delayed the works.");
        let exact = at.fulvia.next_matching(&number).await.unwrap();
        let confirm = at.fulvia.next_matching("Linked reports: 2").await.unwrap();
        at.fulvia.presses(&confirm, "Send");
        let told = maria.next().await;
        assert_eq!(told.text, exact.text);
        assert!(told.text.contains("Wednesday 30 June 2027"), "{}", told.text);
        let told = ugo.next(town).await;
        assert!(told.text.contains("The rain has delayed the works."), "{}", told.text);
        assert!(told.text.contains("Wednesday 30 June 2027"), "{}", told.text);

        // It is done: both become ready, with the office's words; the URP closes.
        is_done(&at, &work, 2).await;
        let ready = town.carlo.next_matching("Works done: via Roma").await.unwrap();
        assert!(ready.text.contains("with the proposed reply: 2"), "{}", ready.text);
        town.carlo.presses(&ready, "Reports");
        let reports = town.carlo.next_matching("Reports linked to").await.unwrap();
        assert!(reports.text.contains(&number) && reports.text.contains("2026-000002"));
        for card in [&card, &second] {
            let card = town.carlo.wait_until(card, |it| it.button("Send this reply").is_some()).await;
            town.carlo.presses(&card, "Send this reply");
            sends_as_shown(&town.carlo, "Send and close").await;
        }
        let closed = maria.next().await;
        assert!(closed.text.contains("The street has its new asphalt."), "{}", closed.text);
        assert!(closed.text.contains("Comune di Prova – Strade"), "{}", closed.text);
        let closed = ugo.next(town).await;
        assert!(closed.text.contains("The street has its new asphalt."), "{}", closed.text);
        town.everybody_reads().await;
        at.town.ends().await;
    }

    async fn whoever_is_joined_to_a_planned_report_reads_why_not_now(at: Offices) {
        let town = &at.town;
        registers(&at).await;
        let [maria, paolo] = ["Maria", "Paolo"].map(|name| town.citizen(name));
        let card = answered(town, &maria).await;
        town.carlo.wait_until(&card, |card| card.text.contains("Waits for: via Roma")).await;

        let (_, card) = town.report(&paolo).await;
        town.carlo.presses(&card, "Same as 2026-000001");
        let exact = town.carlo.next_matching("is known already").await.unwrap();
        sends_as_shown(&town.carlo, "Send").await;
        let told = paolo.next().await;
        assert_eq!(told.text, exact.text);
        insta::assert_snapshot!(told.text, @r"
        The problem of report 2026-000002, via Roma 12, is known already.

        It is followed under the number 2026-000001. All news about it comes here too, and so does the answer. Nothing more needs to be done.

        Report 2026-000002, via Roma 12, is planned for Monday 31 May 2027 at the latest. Why it cannot be done at once:

        The whole street will be renewed in spring: holes are filled for good then.

        Comune di Prova

        The next news will come by Monday 31 May 2027.
        ");
        town.everybody_reads().await;
        at.town.ends().await;
    }

    async fn a_work_that_is_cancelled_gives_its_reports_back(at: Offices) {
        let town = &at.town;
        registers(&at).await;
        let maria = town.citizen("Maria");
        answered(town, &maria).await;

        let work = the_work(&at.ezio, 1).await;
        // Only referents of the office change its works.
        let refused = at.gino.presses(&work, "Cancel the work").answer().await.unwrap();
        assert!(refused.contains("Ezio Gialli"), "{refused}");
        at.ezio.presses(&work, "Cancel the work");
        let why = at.ezio.next_matching("not be done?").await.unwrap();
        at.ezio.replies(&why, "There is no money for the whole street.");
        let exact = at.ezio.next_matching("will not be done. This is why").await.unwrap();
        let confirm = at.ezio.next_matching("Linked reports: 1").await.unwrap();
        at.ezio.presses(&confirm, "Send");
        let told = maria.next().await;
        assert_eq!(told.text, exact.text, "what was shown is what is sent");
        insta::assert_snapshot!(told.text, @"
        The planned works will not be done. This is why:

        There is no money for the whole street.

        Report 2026-000001, via Roma 12, will be taken up again on Wednesday 25 November.

        Comune di Prova

        The next news will come by Wednesday 25 November.
        ");

        // The next morning it is in hand again, and its holder is called.
        town.later(TimeDelta::days(1)).await;
        maria.next_matching("The planned day has come: the public relations office (URP) takes report").await.unwrap();
        town.carlo.next_matching("The day planned for").await.unwrap();
        town.sim.read_all();
        at.town.ends().await;
    }

    async fn a_work_that_a_report_was_answered_with_by_mistake_is_nothing_to_it_once_that_is_put_right(at: Offices) {
        let town = &at.town;
        registers(&at).await;
        let maria = town.citizen("Maria");
        let card = answered(town, &maria).await;

        // It is another thing: the URP says why, and when.
        let card = town.carlo.wait_until(&card, |card| card.button("Another date").is_some()).await;
        town.carlo.presses(&card, "Another date");
        let prompt = town.carlo.next_matching("cannot be solved now").await.unwrap();
        town.carlo.next_matching("the reason that the citizen knows").await.unwrap();
        town.carlo.replies(&prompt, "The cobblestones are mended in December.");
        let when = town.carlo.next_matching("taken up again?").await.unwrap();
        town.carlo.presses(&when, "In 2 weeks");
        town.carlo.next_matching("The cobblestones").await.unwrap();
        sends_as_shown(&town.carlo, "Send").await;
        maria.next_matching("The cobblestones are mended").await.unwrap();

        // Its day comes. The work gets another date, and is done: that is nothing to Maria.
        town.later(TimeDelta::days(16)).await;
        maria.next_matching("takes report 2026-000001").await.unwrap();
        town.carlo.next_matching("The day planned for").await.unwrap();
        let work = changes_the_date(&at, 0).await;
        is_done(&at, &work, 0).await;
        town.settles().await;
        town.carlo.wait_until(&card, |card| card.text.contains("State: to be assigned")).await;
        at.staff_reads().await;
        // What else came in those days.
        at.town.sim.read_all();
        at.town.ends().await;
    }

    async fn what_is_taken_out_of_a_plan_as_it_is_urgent_stays_in_hand(at: Offices) {
        let town = &at.town;
        registers(&at).await;
        let maria = town.citizen("Maria");
        let (_, card, at_office) = at.assigned(&maria).await;
        town.carlo.presses(&card, "Answer with this");
        sends_as_shown(&town.carlo, "Send").await;
        maria.next_matching("The whole street will be renewed").await.unwrap();
        let at_office = at.gino.wait_until(&at_office, |card| card.text.contains("State: planned")).await;
        at.gino.presses(&at_office, "Take");
        maria.next_matching("is working on report").await.unwrap();

        changes_the_date(&at, 1).await;
        town.settles().await;
        at.gino.wait_until(&at_office, |card| card.text.contains("being worked on")).await;
        at.staff_reads().await;
        at.gino_alone.read_all();
        at.town.ends().await;
    }

    async fn who_may_not_change_a_work_has_no_button_for_it(at: Offices) {
        registers(&at).await;
        let shows = async |seat: &Seat| the_work(seat, 0).await.labels().join(" | ");
        let all = "Change the date | Works done | Reports | Link a report | Cancel the work";
        assert_eq!(shows(&at.fulvia).await, all);
        // In a group the buttons are for all who read them, whoever has asked.
        assert_eq!(shows(&at.gino).await, all);
        assert_eq!(shows(&at.town.carlo).await, "Reports | Link a report");
        assert_eq!(shows(&at.gino_alone).await, "Reports | Link a report");
        assert_eq!(shows(&at.anna).await, "Reports");
        at.town.ends().await;
    }

    async fn before_a_works_date_its_office_is_asked(at: Offices) {
        let town = &at.town;
        registers(&at).await;
        let maria = town.citizen("Maria");
        answered(town, &maria).await;
        // Friday 28 May 2027, the working day before.
        town.later(TimeDelta::days(185)).await;
        let asks = at.ezio.next_matching("The date is near: via Roma").await.unwrap();
        assert!(asks.text.contains("Ezio Gialli") && asks.text.contains("reports: 1"), "{}", asks.text);
        at.ezio.presses(&asks, "Change the date");
        let day = at.ezio.next_matching("the new end of").await.unwrap();
        at.ezio.replies(&day, "30/6");
        let same = at.ezio.next_matching("Why does it change?").await.unwrap();
        at.ezio.presses(&same, "Same reason");
        let confirm = at.ezio.next_matching("Linked reports: 1").await.unwrap();
        at.ezio.presses(&confirm, "Send");
        let told = maria.next_matching("Wednesday 30 June").await.unwrap();
        assert!(told.text.contains("The whole street will be renewed"), "{}", told.text);
        town.everybody_reads().await;
        at.town.ends().await;
    }

    /// A work that nobody ends would answer nothing any more, and stand in all lists for years.
    async fn after_a_works_date_its_office_is_asked_until_it_says_how_it_stands(at: Offices) {
        let town = &at.town;
        registers(&at).await;
        answered(town, &town.citizen("Maria")).await;
        let asks = async |days| {
            town.later(TimeDelta::days(days)).await;
            let text = at.ezio.next_matching("The date ").await.unwrap().text;
            text.split_once(':').unwrap().0.to_owned()
        };
        assert_eq!(asks(185).await, "The date is near");
        // Tuesday 1 June 2027, and a week later: the days between are no reminders.
        assert_eq!(asks(4).await, "The date has passed");
        assert_eq!(asks(7).await, "The date has passed");
        let work = the_work(&at.ezio, 1).await;
        is_done(&at, &work, 1).await;
        town.everybody_reads().await;
        town.later(TimeDelta::days(20)).await;
        assert_eq!(at.strade.transcript().matches("The date has passed").count(), 2);
        town.everybody_reads().await;
        at.town.ends().await;
    }
}

/// A report in via Roma is answered with the work there: its card.
async fn answered(town: &Town, citizen: &Seat) -> Message {
    let (_, card) = town.report(citizen).await;
    town.carlo.presses(&card, "Answer with this");
    sends_as_shown(&town.carlo, "Send").await;
    citizen.next_matching("The whole street will be renewed").await.unwrap();
    card
}

/// Somebody looks at the work of via Roma, for which so many reports wait.
async fn the_work(seat: &Seat, linked: u32) -> Message {
    seat.sends("/works");
    let list = seat.next_matching("Planned works").await.unwrap();
    seat.presses(&list, "via Roma: complete resurfacing");
    seat.next_matching(&format!("Linked reports: {linked}")).await.unwrap()
}

/// Ezio says that it is done, and what its reports are answered with.
async fn is_done(at: &Offices, work: &Message, linked: u32) {
    at.ezio.presses(work, "Works done");
    let asks = at.ezio.next_matching("Write the reply for the citizens once").await.unwrap();
    at.ezio.replies(&asks, "The street has its new asphalt.");
    let confirm = format!("Linked reports: {linked}.");
    let confirm = at.ezio.next_matching(&confirm).await.unwrap();
    at.ezio.presses(&confirm, "Save");
    at.ezio.wait_until(&confirm, |it| it.text.starts_with("Works done: via Roma")).await;
}

/// Fulvia gives it a later date, of which nobody is told.
async fn changes_the_date(at: &Offices, linked: u32) -> Message {
    let work = the_work(&at.fulvia, linked).await;
    at.fulvia.presses(&work, "Change the date");
    let day = at.fulvia.next_matching("the new end of").await.unwrap();
    at.fulvia.replies(&day, "30 June 2027");
    let why = at.fulvia.next_matching("Why does it change?").await.unwrap();
    at.fulvia.presses(&why, "Same reason");
    let confirm = at.fulvia.next_matching("Nobody waits: no message will be sent").await.unwrap();
    at.fulvia.presses(&confirm, "Save");
    at.fulvia.wait_until(&confirm, |it| it.text.starts_with("New date: via Roma")).await;
    work
}

/// Ezio registers the work of via Roma.
async fn registers(at: &Offices) {
    at.ezio.sends("/works");
    let list = at.ezio.next_matching("No work is planned").await.unwrap();
    at.ezio.presses(&list, "New work");
    let streets = at.ezio.next_matching("In which street?").await.unwrap();
    at.ezio.replies(&streets, "via Roma");
    let kinds = at.ezio.next_matching("For which reports?").await.unwrap();
    at.ezio.presses(&kinds, "Potholes and pavements");
    let marked = |it: &Message| it.button("Potholes and pavements ✓").is_some();
    let kinds = at.ezio.wait_until(&kinds, marked).await;
    at.ezio.presses(&kinds, "Go on");
    let what = at.ezio.next_matching("what will be done?").await.unwrap();
    at.ezio.replies(&what, "complete resurfacing");
    at.ezio.next_matching("from when to when?").await.unwrap();
    at.ezio.sends("March - May 2027");
    let why = at.ezio.next_matching("why not before?").await.unwrap();
    at.ezio.replies(
        &why,
        "The whole street will be renewed in spring: holes are filled for good then.",
    );
    let summary = at.ezio.next_matching("Is this right?").await.unwrap();
    at.ezio.presses(&summary, "Save");
    at.ezio.wait_until(&summary, |it| it.text.starts_with("Saved: via Roma")).await;
}
