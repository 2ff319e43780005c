"""Invented names, as mixed as a county's staff lists are."""

from collections.abc import Iterator
from itertools import count

_FIRST = """Amina Callum Priya Tomasz Grace Yusuf Niamh Oluwaseun Mei Daniel Leila Gareth Zofia
Kwame Harriet Imran Siân Mateus Fatima Joseph Ngozi Ewan Anjali Hannah Dimitri Rosa Hamza Bethan
Chidi Alice Rajesh Maeve Omar Katarzyna Samuel Thandiwe Declan Noor Victoria Emeka Iona Ravi Chloe
Bilal Eleri Marek Adaeze Peter Sunita Luca Shanice Owen Parveen Jakub Esther Tariq Morag Vikram
Lucy Abdi"""
_LAST = """Rahman Hughes Sharma Kowalski Adeyemi Whitfield Chowdhury Murphy Okafor Lin Barlow
Hussain Pritchard Mensah Greenwood Patel Nowak Thornton Begum O'Connor Eze Fraser Nair Ellison
Petrov Alvarez Malik Llewellyn Obi Hargreaves Iyer Sullivan Farah Wojcik Bright Dlamini Gallagher
Siddiqui Marsh Nwosu Mackay Kaur Bennett Mirza Vaughan Zielinski Boateng Lister Desai Romano
Campbell Griffiths Akhtar Dvorak Oyelaran Aziz Sinclair Rao Fletcher Warsame Holt"""


def names() -> Iterator[str]:
    """Yield names without end. The first few thousand are all different: the lists' lengths
    have no common divisor, so every pair comes up once before any comes again."""
    first, last = _FIRST.split(), _LAST.split()
    for number in count():
        yield f"{first[number % len(first)]} {last[number % len(last)]}"
