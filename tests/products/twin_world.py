"""A hospital's products: five pairs that are perhaps one, and many that only draw on the one big system."""

from __future__ import annotations

from collections.abc import Iterator

from products.similarity import Profile

BIG = "Hospital information system"

# Name, what it is for, columns, what it draws on, where it delivers to.
ROWS: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "Patient profile",
        "Shows everything that is known of a patient, so that nobody asks twice.",
        "patient id,name,born on,blood group",
        f"{BIG},Referral portal",
        "Physicians,Admission in ten minutes",
    ),
    (
        "Patient master record",
        "The one record of a patient for all wards, so that nobody asks twice.",
        "patient number,surname,born on,insurer",
        f"{BIG},Referral portal,Insurance directory",
        "Clerks",
    ),
    (
        "Bedside readings",
        "Pulse, pressure and temperature of each bed, every minute.",
        "bed,taken at,value",
        "Monitors,Wearables",
        "Nurses,Early warning",
    ),
    (
        "Vital signs archive",
        "Keeps pulse, pressure and temperature for research.",
        "patient,time,sign,reading",
        "Monitors,Wearables",
        "Researchers",
    ),
    (
        "Price list",
        "What each treatment costs whom.",
        "treatment,price,valid from",
        f"{BIG},Price board",
        "Billing",
    ),
    (
        "Price catalog",
        "What a treatment costs, with all surcharges.",
        "code,amount,surcharge",
        f"{BIG},Price board",
        "Controllers",
    ),
    (
        "Ward events",
        "What went wrong on a ward, and when.",
        "ward,happened at,kind,severity",
        "Duty book",
        "Quality office",
    ),
    (
        "Ward incidents",
        "Incidents for the yearly review.",
        "ward,happened at,kind,severity",
        "Complaints desk",
        "Board,Safer wards",
    ),
    (
        "Bed forecast",
        "How many beds are free next week.",
        "ward,day,beds",
        f"{BIG}",
        "Bed managers,No patient waits",
    ),
    ("Bed  forecast", "", "", "", ""),
    # All of these draw on the big system alone, or nearly so, and many serve the same people.
    ("Invoices", "Sends the bill to the insurer.", "invoice,amount,paid on", BIG, "Billing,Paid in a month"),
    (
        "Admissions",
        "Who came in when, and why.",
        "case,came at,reason",
        BIG,
        "Clerks,Admission in ten minutes",
    ),
    ("Discharges", "Who left when, and where to.", "case,left at,goal", BIG, "Clerks,No patient waits"),
    ("Appointments", "When somebody is expected.", "slot,physician,room", BIG, "Clerks,No patient waits"),
    (
        "Diagnoses",
        "What physicians wrote down, coded.",
        "case,code,certainty",
        BIG,
        "Physicians,Paid in a month",
    ),
    ("Prescriptions", "Which drug, how much, how long.", "drug,dose,until", f"{BIG},Drug database", "Nurses"),
    (
        "Staff roster",
        "Who works when on which ward.",
        "person,shift,ward",
        f"{BIG},Time clock",
        "Nurses,Safer wards",
    ),
    ("Surgery plan", "Which operation is when in which room.", "place,start,team", BIG, "Surgeons"),
    (
        "Payments",
        "What insurers have paid.",
        "payment,amount,insurer",
        f"{BIG},Bank",
        "Billing,Paid in a month",
    ),
    ("Meals", "Who eats what.", "diet,portions", BIG, "Kitchen"),
    ("Laundry", "How much linen each ward needs.", "ward,pieces", BIG, "Housekeeping"),
    ("Blood stock", "How much blood of which group is left.", "group,bags,expires", "Blood bank", "Surgeons"),
    (
        "Images",
        "Pictures of the radiology with findings.",
        "picture,region,finding",
        "Image archive",
        "Physicians",
    ),
    (
        "Lab results",
        "Values of the laboratory.",
        "sample,test,result",
        "Laboratory",
        "Physicians,Early warning",
    ),
    (
        "Early warnings",
        "Says which patient gets worse.",
        "patient,risk,since",
        "Monitors",
        "Nurses,Early warning",
    ),
    ("Energy use", "How much power each building takes.", "building,meter,energy", "Meters", "Facility"),
)
TWINS = (
    {"Patient profile", "Patient master record"},
    {"Bedside readings", "Vital signs archive"},
    {"Price list", "Price catalog"},
    {"Ward events", "Ward incidents"},
    {"Bed forecast", "Bed  forecast"},
)


def profiles() -> Iterator[Profile]:
    """A profile for each row, by its name."""
    for name, purpose, columns, inputs, deliveries in ROWS:
        sets = (frozenset(filter(None, names.split(","))) for names in (columns, inputs, deliveries))
        yield Profile(name, name, purpose, *sets)
