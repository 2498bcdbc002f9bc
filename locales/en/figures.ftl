# The supervisor's figures: /stats, the Monday digest, the file.

figures-this-week = This week
figures-last-week = Last week
figures-this-month = This month
figures-last-month = Last month
figures-this-year = This year
figures-chosen = ✓ { $label }
figures-button-town = Whole town
figures-button-offices = Choose office
figures-button-csv = CSV
figures-which-office = Of which office?
figures-days = from { $from } to { $to }
figures-title = <b>{ $period }</b>, { $days }
figures-monday = <b>Last week</b>, { $days }
figures-town = Whole town
figures-office = Office: { $office }
figures-body =
    <b>Now (the first two must be 0)</b>
    Reports without the word that was promised: { $limbo }
    Closed, but the answer has not arrived: { $unanswered }
    Open past their closing date: { $late }

    <b>In this period</b>
    Arrived: { $arrived }
    Closed: { $closed }, with the answer delivered: { $answered }
    Messages not delivered: { $undelivered }{ $unreachable ->
        [0] { "" }
       *[other] , of which to people who cannot be reached: { $unreachable }
    }
    From arrival to the first word: { $first_word }
    From arrival to closing: { $closing }
figures-times = half within { $median }, nine in ten within { $ninetieth } (office hours; from { $count ->
    [one] one report
   *[other] { $count } reports
 })
figures-no-times = nothing to measure yet
figures-minutes = { $minutes } min
figures-hours = { $hours } h { $minutes } min
figures-whole-days = { $days ->
    [one] 1 working day
   *[other] { $days } working days
 }
figures-days-hours = { $days ->
    [one] 1 working day and { $hours } h
   *[other] { $days } working days and { $hours } h
 }
figures-referents = <b>Fewer than two referents:</b> { $offices }
figures-caption = Figures by office, { $days }. Times count only the hours in which the offices are open.
figures-csv-file = figures-{ $from }-{ $to }.csv
figures-csv-urp = URP (no office)
figures-csv-town = Whole town
figures-csv-office = Office
figures-csv-from = From
figures-csv-to = To
figures-csv-arrived = Arrived
figures-csv-closed = Closed
figures-csv-answered = Closed with answer delivered
figures-csv-undelivered = Messages not delivered
figures-csv-unreachable = Of these to people who cannot be reached
figures-csv-word-median = Hours to first word (median)
figures-csv-word-ninetieth = Hours to first word (nine in ten)
figures-csv-closing-median = Hours to closing (median)
figures-csv-closing-ninetieth = Hours to closing (nine in ten)
figures-csv-limbo = Now without the promised word
figures-csv-unanswered = Now closed without answer delivered
figures-csv-late = Now open past closing date
command-stats = Figures: reports, times, offices
