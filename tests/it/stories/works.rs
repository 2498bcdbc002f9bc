//! Why not now: plans, and the works of an office.

use chrono::TimeDelta;

use crate::support::letters::Writer;
use crate::support::on_both_databases;

on_both_databases! {
    async fn a_plan_is_told_told_again_when_it_moves_and_rings_on_its_day(at: Offices) {
        let town = &at.town;
        let maria = town.citizen("Maria");
        let (number, card, at_office) = at.assigned(&maria).await;

        // The referent plans it, and it moves.
        at.ezio.presses(&at_office, "Plan");
        let prompt = at.ezio.next_matching("cannot be solved now").await.unwrap();
        at.ezio.replies(&prompt, "The whole street is resurfaced in December.");
        let when = at.ezio.next_matching("taken up again?").await.unwrap();
        at.ezio.presses(&when, "In 2 weeks");
        let exact = at.ezio.next_matching("resurfaced in December").await.unwrap();
        let preview = at.ezio.next_matching("exactly what the citizen will read").await.unwrap();
        at.ezio.presses(&preview, "Send");
        let told = maria.next().await;
        assert_eq!(told.text, exact.text);
        insta::assert_snapshot!(told.text, @r"
        Report 2026-000001, via Roma 12 will be taken up again on Wednesday 9 December. This is why not before:

        The whole street is resurfaced in December.

        Comune di Prova – Strade

        The next news will come by Wednesday 9 December.
        ");
        town.carlo.wait_until(&card, |card| card.text.contains("State: planned, until")).await;
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
        let preview = at.fulvia.next_matching("exactly what the citizen").await.unwrap();
        at.fulvia.presses(&preview, "Send");
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
            let button = if day == "1 December" { "Plan" } else { "Another date" };
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
            let preview = town.carlo.next_matching("exactly what the citizen").await.unwrap();
            town.carlo.presses(&preview, "Send");
            let told = maria.next(town).await;
            assert!(told.text.contains(&format!("The asphalt comes on {day}.")), "{}", told.text);
        }
        town.later(TimeDelta::days(16)).await;
        let again = maria.next(town).await;
        assert!(again.text.contains("in hand again, as planned"), "{}", again.text);
        town.carlo.next_matching("The day planned for").await.unwrap();
        town.sim.read_all();
        at.town.ends().await;
    }
}
