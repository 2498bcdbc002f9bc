//! What cannot be processed is kept, told, and holds up nothing; what comes twice changes nothing.

use serde_json::json;
use simulator::Fault;

use crate::support::on_both_databases;

on_both_databases! {
    async fn an_update_that_cannot_be_read_is_set_aside_and_blocks_nothing(town: Town) {
        let anna = town.supervisor().await;
        let maria = town.citizen("Maria");
        // A message without a chat: no library makes anything of it.
        town.bot.receives("message", &json!({ "message_id": 7, "text": "the words" }));
        maria.starts();
        maria.next_matching("Here a problem can be reported").await.unwrap();
        town.settles().await;

        let failed = town.store().failed().await.unwrap();
        assert_eq!(failed.len(), 1);
        assert!(failed[0].raw.contains("the words"));
        assert!(!failed[0].error.contains("the words"), "{}", failed[0].error);
        anna.next_matching("could not be processed").await.unwrap();

        // The next of the same hour are kept too, and told no more.
        town.bot.receives("message", &json!({ "message_id": 8 }));
        town.settles().await;
        assert_eq!(town.store().failed().await.unwrap().len(), 2);
        town.sim.read_all();
        town.ends().await;
    }

    async fn the_same_update_twice_changes_nothing(town: Town) {
        let maria = town.citizen("Maria");
        // Taken in, but the poll that would confirm it never reaches Telegram.
        town.sim.faults().next_n("getUpdates", 2, Fault::CloseAfter);
        let (number, _) = town.report(&maria).await;
        assert_eq!(number, "2026-000001");
        town.settles().await;
        town.ends().await;
    }
}
