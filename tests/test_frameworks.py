"""Frameworks that make tools of functions take a handle as one: tried with the real packages (extra `frameworks`)."""

from __future__ import annotations

import asyncio
import warnings

import pytest

import pointmass as pm

SCHEMA = {"title": "string", "times": "integer"}


def low(title, times=1):
    return title.lower() * times


@pytest.fixture
def clean():
    with pm.Workbench(model=pm.SimulatedModel({low: 1.0})) as wb:

        @wb.spec
        def clean(title: str, times: int = 1) -> str:
            """Write it in lower case."""

        yield clean


def package(name):
    """Import a package that need not be there; what it warns of at its own import is not a fault of ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip(name, reason=f"{name} is not installed (extra `frameworks`)")


def types(schema):
    return {name: each["type"] for name, each in schema["properties"].items()}


def test_an_agent_of_pydantic_ai_calls_it(clean):
    ai = package("pydantic_ai")
    models = package("pydantic_ai.models.test")
    tool = ai.Tool(clean)

    assert (tool.name, tool.description) == ("clean", "Write it in lower case.")
    assert types(tool.function_schema.json_schema) == SCHEMA
    said = asyncio.run(ai.Agent(models.TestModel(), tools=[clean]).run("go")).output
    assert said == '{"clean":"a"}'  # the test model calls each tool once, with the shortest inputs


def test_a_tool_of_langchain_is_made_of_it(clean):
    tools = package("langchain_core.tools")
    tool = tools.StructuredTool.from_function(clean)

    assert (tool.name, tool.description) == ("clean", "Write it in lower case.")
    assert types({"properties": tool.args}) == SCHEMA
    assert tool.invoke({"title": "AB", "times": 2}) == "abab"
    assert asyncio.run(tool.ainvoke({"title": "AB"})) == "ab"


def test_a_server_of_mcp_offers_it(clean):
    mcp = package("mcp.server.mcpserver")
    server = mcp.MCPServer("names")
    server.add_tool(clean)
    (offered,) = asyncio.run(server.list_tools())
    answered = asyncio.run(server.call_tool("clean", {"title": "AB", "times": 2}))

    assert (offered.name, offered.description) == ("clean", "Write it in lower case.")
    assert types(offered.input_schema) == SCHEMA
    assert answered.structured_content == {"result": "abab"}
