"""What type checkers must refuse: an ignored line that is none of their errors fails the test."""

import pointmass as pm

wb = pm.Workbench()


@wb.spec
def clean_filename(title: str) -> str:
    """Turn each title into a clean file name."""
    raise NotImplementedError


@wb.spec(returns=int)
def count_words(text: str) -> str:
    """Count the words."""
    raise NotImplementedError


@wb.bind
async def fetch(ctx: pm.Context, url: str) -> bytes:
    return url.encode()


@wb.spec(exmaples=[("A", "a")])  # type: ignore[call-overload, untyped-decorator] # pyright: ignore[reportCallIssue, reportUntypedFunctionDecorator]
def misspelt(title: str) -> str:
    """Turn each title into a clean file name."""
    raise NotImplementedError


def takes_another(handle: pm.Handle[[int], str]) -> None: ...


async def calls() -> None:
    clean_filename(3)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    clean_filename(titel="x")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    clean_filename()  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    clean_filename("x", wrong=1)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    await clean_filename.acall(3)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    number: int = clean_filename("x")  # type: ignore[assignment] # pyright: ignore[reportAssignmentType]
    text: str = count_words("x")  # type: ignore[assignment] # pyright: ignore[reportAssignmentType]
    fetch(3)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    takes_another(clean_filename)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    print(number, text)


def verbs(titles: list[str], sample: pm.Sample) -> None:
    clean_filename.sample(titles, drawz=4)  # type: ignore[call-overload] # pyright: ignore[reportCallIssue]
    clean_filename.sample(titles, fresh="no")  # type: ignore[call-overload] # pyright: ignore[reportArgumentType]
    clean_filename.watch(sample, runing=True)  # type: ignore[call-overload] # pyright: ignore[reportCallIssue]
    clean_filename.vary(titles, modle=["a"])  # type: ignore[call-overload] # pyright: ignore[reportCallIssue]
    clean_filename.stabilize(sample, budget="2")  # type: ignore[call-overload] # pyright: ignore[reportArgumentType]
    wb.stabilize("clean_filename", sample, foo=1)  # type: ignore[call-overload] # pyright: ignore[reportCallIssue]
    pm.compare({"a": sample}, agianst="b")  # type: ignore[call-overload] # pyright: ignore[reportCallIssue]
    pm.Judge(wb, wait=False)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    pm.AnthropicModle("claude")  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue]
