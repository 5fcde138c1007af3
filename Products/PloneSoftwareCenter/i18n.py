"""The message factory of this product."""

from zope.i18nmessageid import MessageFactory


_ = MessageFactory("plonesoftwarecenter")
