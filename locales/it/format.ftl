# Parti di testo: giorni, mesi, luoghi.
format-day = { $weekday } { $day ->
    [1] 1º
   *[other] { $day }
} { $month }
format-day-year = { $weekday } { $day ->
    [1] 1º
   *[other] { $day }
} { $month } { $year }
format-position = posizione { $lat }, { $lon }
format-no-place = luogo non indicato
weekday-mon = lunedì
weekday-tue = martedì
weekday-wed = mercoledì
weekday-thu = giovedì
weekday-fri = venerdì
weekday-sat = sabato
weekday-sun = domenica
month-1 = gennaio
month-2 = febbraio
month-3 = marzo
month-4 = aprile
month-5 = maggio
month-6 = giugno
month-7 = luglio
month-8 = agosto
month-9 = settembre
month-10 = ottobre
month-11 = novembre
month-12 = dicembre
