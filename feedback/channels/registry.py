"""The channels there are: a line each."""

from collections.abc import Callable, Mapping

from feedback.channels import review_site
from feedback.channels.incoming import IncomingFeedback

Adapt = Callable[[object], IncomingFeedback]

CHANNELS: Mapping[str, Adapt] = {
    "review_site": review_site.adapt,
}
