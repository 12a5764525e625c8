"""What every table shares: naming of constraints, column types, and the row's own id."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import BigInteger, DateTime, Enum, ForeignKey, Identity, MetaData, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column

type_annotations: dict[Any, Any] = {
    datetime: DateTime(timezone=True),
    str: Text(),
    dict[str, Any]: JSONB(none_as_null=True),
    list[dict[str, Any]]: JSONB(none_as_null=True),
}


class Base(DeclarativeBase):
    """The base of all tables. Columns are NOT NULL unless their type says `| None`; instants are aware UTC."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
    type_annotation_map = type_annotations


RowId = Annotated[int, mapped_column(BigInteger, Identity(always=True), primary_key=True)]
WorkspaceId = Annotated[int, mapped_column(BigInteger, ForeignKey("workspace.id"))]
PersonId = Annotated[int, mapped_column(BigInteger, ForeignKey("person.id"))]


def text_enum(kind: type[StrEnum], name: str) -> Enum:
    """Return the column type of an enumeration kept as text, with a named check constraint on its values."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=None,
        values_callable=lambda members: [member.value for member in members],
    )
