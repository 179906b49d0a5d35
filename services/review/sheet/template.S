// Holds the template of the sheet in the program.
    .section .rodata
    .global gongkai_review_sheet
    .global gongkai_review_sheet_end
gongkai_review_sheet:
    .incbin GONGKAI_REVIEW_SHEET
gongkai_review_sheet_end:
    .section .note.GNU-stack, "", %progbits
