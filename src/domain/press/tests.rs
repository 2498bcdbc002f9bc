use super::*;
use proptest::prelude::*;
use uuid::Uuid;

proptest! {
    #[test]
    fn what_is_written_is_read_and_fits(
        report in 2_000_000_001_i64..9_999_999_999,
        seq in 0_i32..i32::MAX,
        code in "[a-z0-9_-]{1,32}",
        bytes in any::<[u8; 16]>(),
    ) {
        let report = ReportId(report);
        for press in [
            Press::AssignTo(report, seq, OfficeCode(code.clone())),
            Press::SetCategory(report, CategoryCode(code.clone())),
            Press::DraftCategory(u32::MAX, CategoryCode(code)),
            Press::CloseAs(report, seq, Closing::SpamAndBlock),
            Press::Unblock(PersonId(Uuid::from_bytes(bytes))),
            Press::TaskTold(TaskId(Uuid::from_bytes(bytes))),
            Press::CallNobody(TaskId(Uuid::from_bytes(bytes)), u32::MAX),
            Press::WorkAnswer(report, WorkId(Uuid::from_bytes(bytes))),
            Press::PlanIn(report, Span::ThreeMonths),
            Press::HandTo(report, seq, TelegramId(i64::MAX)),
            Press::Language(Lang::Sl),
            Press::InviteTo(Post::Referent, OfficeCode("o".repeat(LONGEST_CODE))),
            Press::Expel(ChatId(i64::MIN), TelegramId(i64::MAX)),
            Press::Remove(u32::MAX),
            Press::StatsOf(PeriodName::LastMonth, OfficeCode("o".repeat(LONGEST_CODE))),
            Press::New,
        ] {
            let data = press.encode();
            prop_assert!(data.len() <= 64, "{data}");
            prop_assert_eq!(Press::decode(&data), Some(press));
        }
    }

    #[test]
    fn nothing_that_comes_from_outside_breaks_it(data in "\\PC{0,64}") {
        let _ = Press::decode(&data);
    }
}

#[test]
fn a_button_is_about_what_it_names() {
    let (report, task) = (ReportId(2_026_000_001), TaskId(Uuid::from_u128(1)));
    let work = WorkId(Uuid::from_u128(2));
    let about = |press: Press| (press.report(), press.task());
    assert_eq!(about(Press::Show(report)), (Some(report), None));
    assert_eq!(about(Press::SameAs(report, 1, ReportId(2))), (Some(report), None));
    assert_eq!(about(Press::TaskAddTo(task, report)), (Some(report), Some(task)));
    assert_eq!(about(Press::TaskUndo(task)), (None, Some(task)));
    assert_eq!(about(Press::WorkReports(work, report)), (None, None));
    assert_eq!(about(Press::New), (None, None));
}

#[test]
fn every_letter_is_used_once() {
    for data in ["n:1", "", "sX:1:2:z", "zz", "r:x"] {
        assert_eq!(Press::decode(data), None);
    }
}
