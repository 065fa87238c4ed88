from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports


def test_every_import_contract_is_kept(monkeypatch, request):
    monkeypatch.chdir(request.config.rootpath)
    assert lint_imports(no_cache=True) == EXIT_STATUS_SUCCESS
