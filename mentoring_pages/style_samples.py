"""Sample data of the style page. The people are invented."""

from __future__ import annotations

import datetime
from typing import Any

from people.choices import Honorific
from people.models import User


def samples(today: datetime.date) -> dict[str, Any]:
    """Everything that the components of the style page show, around the day `today`."""
    mentor = User(honorific=Honorific.TEACHER_WOMAN, last_name="លី", first_name="ផ្កាយព្រឹក")
    mentee = User(honorific=Honorific.TEACHER_MAN, last_name="ជា", first_name="សន្តិភាព")

    def day(offset: int) -> datetime.date:
        return today + datetime.timedelta(days=offset)

    steps = [
        {
            "what": "ឱ្យសិស្សគិតម្នាក់ឯងពីរនាទី មុនពេលឆ្លើយសំណួរ។",
            "who": mentee,
            "due_date": day(14),
            "status": "OPEN",
        },
        {
            "what": "ចូលរៀនពីម៉ោងបង្រៀនរបស់មិត្តគ្រូម្នាក់។",
            "who": mentee,
            "due_date": day(7),
            "status": "OPEN",
            "carried_from": True,
        },
        {
            "what": "ផ្ញើសំណួរបើកចំនួនបី សម្រាប់មេរៀនប្រភាគ។",
            "who": mentor,
            "due_date": day(-3),
            "status": "DONE",
        },
    ]
    levels = [
        ("1", "កំពុងចាប់ផ្តើម", "គ្រូសួរសំណួរដែលមានចម្លើយតែមួយ។"),
        ("2", "កំពុងអភិវឌ្ឍ", "គ្រូសួរសំណួរបើកម្តងម្កាល ហើយទុកពេលខ្លីឱ្យសិស្សគិត។"),
        ("3", "ធ្វើបានល្អ", "គ្រូសួរសំណួរបើកច្រើនដង ហើយសិស្សភាគច្រើនចូលរួមឆ្លើយ។"),
        ("4", "ធ្វើបានល្អជានិច្ច", "សិស្សសួរ និងឆ្លើយគ្នាទៅវិញទៅមក ហើយពន្យល់ហេតុផល។"),
    ]
    return {
        "mentor": mentor,
        "mentee": mentee,
        "school": "អនុវិទ្យាល័យគំរូ ដើមអំពិល",
        "stages": [
            {"name": "រៀបចំផែនការ", "state": "done"},
            {"name": "សង្កេត", "state": "done"},
            {"name": "ឆ្លុះបញ្ចាំង", "state": "current"},
            {"name": "ផែនការសកម្មភាព", "state": "coming"},
            {"name": "តាមដាន", "state": "coming"},
        ],
        "levels": [
            {
                "value": value,
                "label": label,
                "descriptor": words,
                "example": "«ហេតុអ្វីបានជាកូនគិតដូច្នេះ?»" if value == "3" else "",
            }
            for value, label, words in levels
        ],
        "growth": [
            {"date": day(-210), "points": "9", "out_of": "20"},
            {"date": day(-150), "points": "11", "out_of": "20"},
            {"date": day(-80), "points": "11", "out_of": "16"},
            {"date": day(-12), "points": "15", "out_of": "20"},
        ],
        "own_words": {
            "went_well": "សិស្សចូលរួមបានល្អ ជាពិសេសពេលធ្វើការជាគូ។",
            "try_next": "ខ្ញុំចង់ឱ្យសិស្សស្រីឆ្លើយបានច្រើនជាងនេះ។",
        },
        "steps": steps,
        "item": steps[1],
        "errors": [
            {"href": "#id_questions", "text": "សូមជ្រើសកម្រិតមួយ សម្រាប់សំណួររបស់គ្រូ។"},
            {"href": "#id_questions__evidence", "text": "សូមសរសេរអ្វីដែលបានឃើញ ឬបានឮ។"},
        ],
        "columns": ["គ្រូកំពុងរៀន", "សាលា", "ការសង្កេតបន្ទាប់"],
        "rows": [
            ["លោកគ្រូ ជា សន្តិភាព", "អនុវិទ្យាល័យគំរូ ដើមអំពិល", "២៤/១១/២០២៦"],
            ["អ្នកគ្រូ សុខ ឈូករ័ត្ន", "សាលាបឋមសិក្សាគំរូ ផ្កាឈូក", "២៦/១១/២០២៦"],
        ],
        "filters": [
            {
                "name": "status",
                "label": "ស្ថានភាព",
                "value": "",
                "choices": [("", "ទាំងអស់"), ("ACTIVE", "កំពុងដំណើរការ"), ("PAUSED", "ផ្អាក")],
            },
            {"name": "q", "label": "ឈ្មោះ", "value": ""},
        ],
        "stories": [
            {
                "title": "បាច់ឈើដប់ៗ និងសំណួរ «ហេតុអ្វី?»",
                "summary": "សំណួរខ្លីមួយរបស់គ្រូណែនាំ បានជួយអ្នកគ្រូម្នាក់ឱ្យមើលឃើញការយល់ដឹងរបស់សិស្ស។",
                "teacher_line": "អ្នកគ្រូ សុខ ឈូករ័ត្ន គ្រូថ្នាក់ទី៣",
                "url": "#story",
            },
        ],
        "events": [
            {
                "date": day(1),
                "time": datetime.time(8, 0),
                "text": "សង្កេតក្នុងថ្នាក់រៀន៖ លោកគ្រូ ជា សន្តិភាព",
                "href": "#visit",
                "note": "អនុវិទ្យាល័យគំរូ ដើមអំពិល",
            },
            {
                "date": day(4),
                "time": datetime.time(14, 30),
                "text": "វង់សិក្សាមិត្តភក្តិ",
                "href": "#circle",
            },
        ],
        "trail": [{"href": "#home", "text": "ទំព័រដើម"}, {"href": "#stories", "text": "រឿងជោគជ័យ"}],
    }
