"""Who and what there is in these tests: one tenant, its channel and a person."""

from typing import Any
from uuid import UUID

from config.directory import Agency, Channel, Directory, Sector, Workspace

Json = dict[str, Any]
DELIVERY = UUID("5e7e9b07-0000-4000-8000-000000000001")
APP_ID = "0a000000-0000-4000-8000-000000000001"
HOME = "0b000000-0000-4000-8000-000000000002"
TENANT = "0c000000-0000-4000-8000-00000000000C"
OTHER_TENANT = "0d000000-0000-4000-8000-000000000004"
CHANNEL = "19:north@thread.tacv2"
PERSON = "0e000000-0000-4000-8000-000000000005"
ISSUER = "http://127.0.0.1:9/issuer"
METADATA = ISSUER + "/.well-known/openidconfiguration"
WORKSPACE = Workspace(key="north-teams", platform="teams", id=TENANT, agency="north")
DIRECTORY = Directory(
    partnership="Northshire",
    agencies=(Agency(key="north", name="North", sector=Sector.POLICE, head_count=20),),
    workspaces=(WORKSPACE,),
    channels=(Channel(key="all", agency="north", workspace="north-teams", id=CHANNEL, name="All"),),
)
