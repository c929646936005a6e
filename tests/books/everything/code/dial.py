"""Draws a horizontal sundial as SVG."""

from dataclasses import dataclass
from math import atan2, cos, degrees, pi, radians, sin

MINUTES_PER_DAY = 24 * 60
MORNING, EVENING = 6, 18


# ANCHOR: angle
def hour_angle(latitude: float, hour: float) -> float:
    """The angle of an hour's line from noon, in degrees."""
    turned = radians(15 * (hour - 12))
    return degrees(atan2(sin(radians(latitude)) * sin(turned), cos(turned)))
# ANCHOR_END: angle


@dataclass(frozen=True)
class Point:
    """A place on the plate, in millimetres from its centre."""

    x: float
    y: float

    def turned(self, angle: float) -> "Point":
        """The place turned around the centre, in degrees."""
        sine, cosine = sin(radians(angle)), cos(radians(angle))
        return Point(
            self.x * cosine - self.y * sine,
            self.x * sine + self.y * cosine,
        )

    def __str__(self) -> str:
        return f"{self.x:.2f},{self.y:.2f}"


@dataclass(frozen=True)
class Dial:
    """A dial for a place on earth."""

    latitude: float
    longitude: float = 0.0
    zone: int = 0
    radius: float = 100.0

    def correction(self) -> float:
        """How many minutes the sun is late at this place."""
        return 4 * (15 * self.zone - self.longitude)

    def hours(self) -> range:
        """The hours that a dial can show all year."""
        return range(MORNING, EVENING + 1)

    def line(self, hour: float) -> tuple[Point, Point]:
        """Where an hour's line begins and ends."""
        angle = hour_angle(self.latitude, hour)
        inner = Point(0, -0.3 * self.radius).turned(angle)
        outer = Point(0, -self.radius).turned(angle)
        return inner, outer

    def label(self, hour: int) -> str:
        """The numeral of an hour."""
        numerals = "I II III IV V VI VII VIII IX X XI XII".split()
        return numerals[(hour - 1) % 12]

    def gnomon(self) -> list[Point]:
        """The corners of the gnomon, seen from the side."""
        height = self.radius * sin(radians(self.latitude))
        length = self.radius * cos(radians(self.latitude))
        return [Point(0, 0), Point(length, 0), Point(length, height)]


def equation_of_time(day: int) -> float:
    """How many minutes the sun is ahead of the clock."""
    b = 2 * pi * (day - 81) / 365
    return 9.87 * sin(2 * b) - 7.53 * cos(b) - 1.5 * sin(b)


def svg(dial: Dial) -> str:
    """The dial as a drawing."""
    size = 2.2 * dial.radius
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="{-size / 2} {-size / 2} {size} {size}">',
        f'<circle r="{dial.radius}" fill="none" stroke="black"/>',
    ]
    for hour in dial.hours():
        inner, outer = dial.line(hour)
        parts.append(f'<path d="M{inner} L{outer}" stroke="black"/>')
        place = Point(0, -1.06 * dial.radius)
        place = place.turned(hour_angle(dial.latitude, hour))
        parts.append(
            f'<text x="{place.x:.2f}" y="{place.y:.2f}" '
            f'text-anchor="middle">{dial.label(hour)}</text>'
        )
    parts.append("</svg>")
    return "\n".join(parts)


def noon_by_the_clock(dial: Dial, day: int) -> str:
    """When the shadow lies on the line of noon."""
    minutes = MINUTES_PER_DAY / 2
    minutes += dial.correction() - equation_of_time(day)
    hour, minute = divmod(round(minutes), 60)
    return f"{hour:02}:{minute:02}"


if __name__ == "__main__":
    oslo = Dial(latitude=59.9, longitude=10.7, zone=1)
    print(svg(oslo))
