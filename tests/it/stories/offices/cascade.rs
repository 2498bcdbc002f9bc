//! From the citizen to the URP, the office, its operator, and back: the whole cascade.

use super::says_ready;
use crate::support::letters::Writer;
use crate::support::{on_both_databases, sends_as_shown};

on_both_databases! {
    async fn the_whole_cascade(at: Offices) {
        let maria = at.town.citizen("Maria");
        let (number, card, at_office) = at.assigned(&maria).await;
        assert!(at_office.text.contains("For: Ezio Gialli, Fulvia Rossi"), "{}", at_office.text);

        // A referent hands it to an operator, who has a card of their own then.
        at.ezio.presses(&at_office, "Hand to");
        let chooser = at.ezio.next_matching("Who is to work on").await.unwrap();
        insta::assert_snapshot!(chooser.labels().join(" | "), @"Gino Blu | Mina Neri (bot not started) | Ezio Gialli (bot not started) | Fulvia Rossi (bot not started) | Cancel");
        at.ezio.presses(&chooser, "Gino Blu");
        at.ezio.wait_until(&chooser, |it| it.text.contains("is handed to Gino Blu (Ezio Gialli)")).await;
        maria.next_matching("Strade is working on").await.unwrap();
        let own = at.gino_alone.next_matching(&number).await.unwrap();
        insta::assert_snapshot!(own.labels().join(" | "), @"Ready to close | Give back | Not now: why | Note | History | Colleagues");
        at.ezio.wait_until(&at_office, |it| it.text.contains("Strade, Gino Blu")).await;

        // The work is done: a photo with a line.
        says_ready(&at.gino_alone, &own, "Resolved").await;
        let asks = at.gino_alone.next_matching("what was done").await.unwrap();
        at.gino_alone.next_matching("nothing needs to be added").await.unwrap();
        at.gino_alone.replies_photo(&asks, Some("New asphalt, two metres."));
        at.gino_alone.next_matching("The URP gets this draft").await.unwrap();

        // The URP is called, sees what was done, and takes the draft: exactly this is sent.
        at.town.carlo.next_matching("read it, then send the reply").await.unwrap();
        let card = at.town.carlo.wait_until(&card, |it| it.text.contains("ready to close")).await;
        assert!(card.text.contains("What was done: “New asphalt, two metres.”"), "{}", card.text);
        at.town.carlo.presses(&card, "Photos (1)");
        let photo = at.town.carlo.next().await;
        assert_eq!(photo.text, format!("{number} – photos of the office"));
        at.town.carlo.presses(&card, "Send this reply");
        let exact = at.town.carlo.next_matching("The pothole (via Roma 12) has been filled.").await.unwrap();
        let preview = at.town.carlo.next_matching("exactly what the citizen will read").await.unwrap();
        assert!(preview.text.contains("With it go the photos: 1"), "{}", preview.text);
        at.town.carlo.presses(&preview, "Send and close");
        assert_eq!(maria.next().await.photos.len(), 1);
        let reply = maria.next().await;
        assert_eq!(reply.text, exact.text);
        insta::assert_snapshot!(reply.text, @r"
        Report 2026-000001, via Roma 12, is closed: the problem is solved.

        The pothole (via Roma 12) has been filled.
        New asphalt, two metres.

        Comune di Prova – Strade

        Is the problem really solved?
        ");
        at.town.carlo.wait_until(&card, |it| it.text.contains("Reply: delivered")).await;
        at.staff_reads().await;
        at.town.ends().await;
    }

    async fn the_whole_cascade_by_email(at: Offices) {
        let maria = Writer::new("Maria");
        maria.writes(&at.town, "Hole in via Roma", "There is a deep pothole at via Roma 12.").await;
        maria.next(&at.town).await;
        let card = at.town.urp_card("2026-000001").await;
        at.town.assigns(&card, "Strade").await;
        maria.next(&at.town).await;
        let at_office = at.ezio.next_matching("2026-000001").await.unwrap();
        at.fulvia.presses(&at_office, "Take");
        let taken = maria.next(&at.town).await;
        assert!(taken.text.contains("Strade is working on"), "{}", taken.text);
        let at_office = at.ezio.wait_until(&at_office, |it| it.text.contains("Fulvia Rossi")).await;

        // Nothing to add: the reply is the ready-made one.
        says_ready(&at.fulvia, &at_office, "Resolved").await;
        at.fulvia.next_matching("what was done").await.unwrap();
        let nothing = at.fulvia.next_matching("nothing needs to be added").await.unwrap();
        at.fulvia.presses(&nothing, "Nothing to add");
        at.fulvia.wait_until(&nothing, |it| it.text.contains("The URP gets this draft")).await;
        let card = at.town.carlo.wait_until(&card, |it| it.button("Send this reply").is_some()).await;
        at.town.carlo.presses(&card, "Send this reply");
        sends_as_shown(&at.town.carlo, "Send and close").await;
        let answer = maria.next(&at.town).await;
        assert!(answer.text.contains("The pothole (via Roma 12) has been filled."), "{}", answer.text);
        assert!(answer.text.contains("Comune di Prova – Strade"), "{}", answer.text);
        at.staff_reads().await;
        at.town.ends().await;
    }
}
