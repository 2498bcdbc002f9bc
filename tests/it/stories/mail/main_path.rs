//! Email in to answer out.

use crate::support::letters::Writer;
use crate::support::{on_both_databases, sends_as_shown};

on_both_databases! {
    async fn a_citizen_writes_an_email_and_is_answered_in_the_same_thread(town: Town) {
        let maria = Writer::new("Maria");
        let first =
            maria.writes(&town, "Hole in via Roma", "There is a deep pothole at via Roma 12.").await;

        let received = maria.next(&town).await;
        assert_eq!(received.subject, "Report 2026-000001");
        insta::assert_snapshot!(received.text, @r"
        Thank you, the report has arrived. Its number is 2026-000001.

        Comune di Prova will read it and pass it to the right office. All news comes to this address; to add words or photos, just reply to this email.

        Place: via Roma 12. If it is another one, just reply to this email.

        The next news will come by Thursday 26 November.

        To speak with a person: URP, piazza Unità 4, phone 040 000000

        -- 
        Comune di Prova
        ");
        assert_eq!(received.in_reply_to.as_deref(), Some(first.as_str()));
        assert_eq!(received.references, [first.as_str()]);
        assert_eq!(received.auto_submitted.as_deref(), Some("auto-replied"));

        // Staff notice no difference: the same card, the same buttons.
        let card = town.urp_card("2026-000001").await;
        assert!(card.text.contains("There is a deep pothole"), "{}", card.text);
        assert!(card.text.contains("Potholes and pavements (suggested)"), "{}", card.text);
        town.assigns(&card, "Strade").await;
        let assigned = maria.next(&town).await;
        assert!(assigned.text.contains("Strade"), "{}", assigned.text);
        assert_eq!(assigned.subject, received.subject);
        assert_eq!(assigned.auto_submitted.as_deref(), Some("auto-generated"));
        town.carlo.wait_until(&card, |card| card.text.contains("State: assigned")).await;

        town.drafts_reply(&card, "Resolved", "The hole has been filled this morning.").await;
        town.carlo.next_matching("ready-made reply").await.unwrap();
        town.carlo.next().await;
        sends_as_shown(&town.carlo, "Send and close").await;
        let answer = maria.next(&town).await;
        insta::assert_snapshot!(answer.text, @r"
        Report 2026-000001, via Roma 12, is closed: the problem is solved.

        The hole has been filled this morning.

        Comune di Prova – Strade

        Is the problem really solved?

        Solved, thank you:
        https://segnala.comune.test/r/TOKEN/solved

        The problem is still there:
        https://segnala.comune.test/r/TOKEN/still-there

        -- 
        Comune di Prova
        ");
        assert_eq!(answer.auto_submitted, None, "a person wrote it");
        assert_eq!(answer.in_reply_to.as_deref(), Some(first.as_str()));
        town.carlo.wait_until(&card, |card| card.text.contains("Reply: delivered")).await;
        town.ends().await;
    }
}
